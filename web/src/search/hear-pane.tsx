import { Play } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import type { Group, Moment } from '../api/types.ts'
import { Frame } from '../components/frame.tsx'
import { Snippet } from '../components/snippet.tsx'
import { formatTime } from '../format/time.ts'
import styles from './hear-pane.module.css'
import { fromResults, momentKey, type HearControl } from './use-hearing.ts'

const HearPlayer = lazy(() => import('./hear-player.tsx'))

interface HearPaneProps {
  readonly moment: Moment
  readonly group: Group
  readonly isHeard: boolean
  readonly onHear: (moment: Moment) => void
  readonly control: HearControl
}

/** Beside the list on a wide screen: the moment that is looked at, large, and played there. */
export function HearPane({ moment, group, isHeard, onHear, control }: HearPaneProps) {
  const still = (
    <button
      type="button"
      className={styles.picture}
      aria-label={`Hear it at ${formatTime(moment.jump_to)}`}
      onClick={() => onHear(moment)}
    >
      <Frame
        key={momentKey(moment)}
        src={moment.frame_url}
        hasPicture={moment.video.has_picture}
        seconds={moment.jump_to}
        isEager
      />
      <span className={styles.play} aria-hidden>
        <Play fill="currentColor" />
      </span>
    </button>
  )
  return (
    <aside className={styles.pane} aria-label="The moment that is looked at">
      {isHeard ? (
        <Suspense fallback={still}>
          <HearPlayer moment={moment} group={group} control={control} />
        </Suspense>
      ) : (
        still
      )}
      <Link href={moment.url} state={fromResults} className={styles.title} dir="auto">
        {moment.video.title}
      </Link>
      {!isHeard && <Snippet html={moment.snippet} className={styles.words} />}
      <p className={styles.keys}>
        <span>
          <kbd>Space</kbd> {isHeard ? 'pause' : 'hear'}
        </span>
        <span>
          <kbd>Enter</kbd> open
        </span>
        <span>
          <kbd>↑</kbd> <kbd>↓</kbd> move
        </span>
      </p>
    </aside>
  )
}
