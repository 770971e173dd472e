import { formatTime } from '../format/time.ts'
import { useCurrentTime } from './player.ts'
import styles from './time-display.module.css'

export function TimeDisplay({ duration }: { readonly duration: number }) {
  return (
    <span className={styles.time}>
      {formatTime(useCurrentTime())}
      <span className={styles.rest}> / {formatTime(duration)}</span>
    </span>
  )
}
