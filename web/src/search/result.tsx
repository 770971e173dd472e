import { Pause, Play } from 'lucide-react'
import { lazy, Suspense } from 'react'
import type { Group, Moment } from '../api/types.ts'
import { classNames } from '../components/class-names.ts'
import { Frame } from '../components/frame.tsx'
import { Snippet } from '../components/snippet.tsx'
import { formatTime } from '../format/time.ts'
import { MomentFacts } from './moment-facts.tsx'
import { MomentLink } from './moment-link.tsx'
import styles from './result.module.css'
import { momentKey, type Hearing } from './use-hearing.ts'

const HearPlayer = lazy(() => import('./hear-player.tsx'))

interface ResultProps {
  readonly moment: Moment
  readonly group: Group
  readonly hearing: Hearing
  /** There is a pane beside the list to hear it in. */
  readonly isWide: boolean
}

/** A moment with the picture of its second and the words around it. */
export function Result({ moment, group, hearing, isWide }: ResultProps) {
  const key = momentKey(moment)
  const isHeard = hearing.heard === key
  const time = formatTime(moment.jump_to)
  return (
    <li
      data-row
      className={classNames(
        styles.result,
        isWide && hearing.selected?.key === key && styles.selected,
      )}
    >
      {isHeard && !isWide ? (
        <Suspense fallback={<Frame src={moment.frame_url} className={styles.player} />}>
          <HearPlayer
            moment={moment}
            group={group}
            control={hearing.control}
            className={styles.player}
          />
        </Suspense>
      ) : (
        <button
          type="button"
          className={styles.picture}
          aria-label={isHeard ? 'Pause, or go on' : `Hear it at ${time}`}
          onClick={() => {
            if (isHeard) hearing.toggle()
            else hearing.hear(moment)
          }}
        >
          <Frame
            src={moment.frame_url}
            hasPicture={moment.video.has_picture}
            seconds={moment.jump_to}
          />
          <span className={styles.play} aria-hidden>
            {isHeard ? <Pause fill="currentColor" /> : <Play fill="currentColor" />}
          </span>
        </button>
      )}
      <div className={styles.words}>
        <MomentLink moment={moment} hearing={hearing} className={styles.link}>
          <Snippet html={moment.snippet} lead={90} className={styles.snippet} />
        </MomentLink>
        <MomentFacts moment={moment} />
      </div>
    </li>
  )
}
