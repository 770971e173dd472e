import { useState } from 'react'
import type { Video } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { classNames } from '../components/class-names.ts'
import { MomentBar } from '../components/moment-bar/moment-bar.tsx'
import { percent } from '../format/words.ts'
import { CauseDialog } from './cause-dialog.tsx'
import { statusWords } from './status-words.ts'
import styles from './video-state.module.css'

interface VideoStateProps {
  readonly video: Video
  readonly onRetry: () => void
  /** A list has a column for it and says "Ready"; a grid says only what is not as usual. */
  readonly saysReady?: boolean
}

/** How a video comes along, in plain words, and what to do where something is in the way. */
export function VideoState({ video, onRetry, saysReady = false }: VideoStateProps) {
  const [isAsked, setAsked] = useState(false)
  const { kind, headline, details, cause } = statusWords(video)
  const isQuiet = kind === 'ready' && !saysReady && details.length === 0
  const { duration, status } = video
  const isInTheWay = kind === 'failed' || kind === 'waiting'
  return (
    <div className={styles.state}>
      {!(isQuiet && headline === 'Ready') && (
        <p className={classNames(styles.line, styles[kind])}>
          <strong className={styles.headline}>{headline}</strong>
          {details.length > 0 && `, ${details.join(', ')}`}
        </p>
      )}
      {kind === 'working' && duration !== null && duration > 0 && (
        <MomentBar
          label={`Searchable: ${percent(Math.min(1, status.searchable_until / duration))}`}
          duration={duration}
          played={status.searchable_until}
          readyUntil={status.searchable_until}
          className={styles.bar}
        />
      )}
      {cause && (
        <p className={styles.cause} dir="auto">
          {cause.message}
        </p>
      )}
      {(isInTheWay || cause?.remedy !== undefined) && (
        <div className={styles.actions}>
          {kind === 'failed' && (
            <Button onClick={onRetry} aria-label={`Try again: ${video.title}`}>
              Try again
            </Button>
          )}
          {cause?.remedy !== undefined && (
            <Button
              tone={isInTheWay && kind !== 'failed' ? 'plain' : 'quiet'}
              aria-label={`What to do about ${video.title}`}
              onClick={() => setAsked(true)}
            >
              What to do
            </Button>
          )}
        </div>
      )}
      {isAsked && <CauseDialog video={video} onRetry={onRetry} onClose={() => setAsked(false)} />}
    </div>
  )
}
