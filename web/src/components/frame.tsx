import { AudioLines, Film } from 'lucide-react'
import { useState } from 'react'
import { formatTime } from '../format/time.ts'
import { classNames } from './class-names.ts'
import styles from './frame.module.css'

interface FrameProps {
  /** The picture; null leaves a plate of the same shape. */
  readonly src: string | null
  /** Shown at the corner. */
  readonly seconds?: number | null | undefined
  readonly hasPicture?: boolean
  readonly isEager?: boolean
  readonly className?: string | undefined
}

/** The picture of a second, 16:9, with its time at the corner. It says nothing that the text beside it does not say. */
export function Frame({ src, seconds, hasPicture = true, isEager, className }: FrameProps) {
  const [broken, setBroken] = useState<string | null>(null)
  const Sign = hasPicture ? Film : AudioLines
  return (
    <span className={classNames(styles.frame, className)}>
      {src !== null && src !== broken ? (
        <img
          src={src}
          alt=""
          width={384}
          height={216}
          loading={isEager ? 'eager' : 'lazy'}
          decoding="async"
          className={styles.picture}
          onError={() => setBroken(src)}
        />
      ) : (
        <Sign aria-hidden className={styles.sign} />
      )}
      {typeof seconds === 'number' && <span className={styles.time}>{formatTime(seconds)}</span>}
    </span>
  )
}
