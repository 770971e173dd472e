import { classNames } from './class-names.ts'
import styles from './progress-line.module.css'

interface ProgressLineProps {
  readonly label: string
  /** 0 to 1. */
  readonly share: number
  readonly className?: string | undefined
}

export function ProgressLine({ label, share, className }: ProgressLineProps) {
  const percent = Math.floor(Math.min(1, Math.max(0, share)) * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames(styles.line, className)}
    >
      <div className={styles.done} style={{ inlineSize: `${percent}%` }} />
    </div>
  )
}
