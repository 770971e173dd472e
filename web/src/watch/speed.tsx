import { useMediaSelector } from 'media-chrome/react/media-store'
import { usePlayer } from '../player/player.ts'
import { rememberSpeed, speeds } from '../player/speed.ts'
import styles from './speed.module.css'

/** How fast it plays; kept for the next video. */
export function Speed() {
  const player = usePlayer()
  const speed = useMediaSelector((state) => state.mediaPlaybackRate) ?? 1
  return (
    <select
      className={styles.speed}
      aria-label="Speed"
      title="Speed"
      value={speed}
      onChange={({ currentTarget }) => {
        const chosen = Number(currentTarget.value)
        player.setRate(chosen)
        rememberSpeed(chosen)
      }}
    >
      {speeds.map((choice) => (
        <option key={choice} value={choice}>
          {choice}×
        </option>
      ))}
    </select>
  )
}
