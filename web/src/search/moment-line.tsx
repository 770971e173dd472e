import { lazy, Suspense } from 'react'
import type { Group, Moment } from '../api/types.ts'
import { classNames } from '../components/class-names.ts'
import { Snippet } from '../components/snippet.tsx'
import { formatTime } from '../format/time.ts'
import { foundBy } from './moment-facts.tsx'
import styles from './moment-line.module.css'
import { MomentLink } from './moment-link.tsx'
import { momentKey, type Hearing } from './use-hearing.ts'

const HearPlayer = lazy(() => import('./hear-player.tsx'))

interface MomentLineProps {
  readonly moment: Moment
  readonly group: Group
  readonly hearing: Hearing
  readonly isWide: boolean
}

/** A further moment of the same video: its time and the words, on one line. */
export function MomentLine({ moment, group, hearing, isWide }: MomentLineProps) {
  const key = momentKey(moment)
  const found = foundBy(moment)
  const isHeard = hearing.heard === key
  return (
    <li
      data-row
      className={classNames(
        styles.line,
        isWide && hearing.selected?.key === key && styles.selected,
      )}
    >
      <button
        type="button"
        className={styles.time}
        aria-label={`Hear it at ${formatTime(moment.jump_to)}`}
        onClick={() => {
          if (isHeard) hearing.toggle()
          else hearing.hear(moment)
        }}
      >
        {formatTime(moment.jump_to)}
      </button>
      <MomentLink moment={moment} hearing={hearing} className={styles.link}>
        <Snippet html={moment.snippet} lead={36} className={styles.words} />
        {found && <span className={styles.found}>{found}</span>}
      </MomentLink>
      {isHeard && !isWide && (
        <Suspense>
          <HearPlayer
            moment={moment}
            group={group}
            control={hearing.control}
            className={styles.player}
          />
        </Suspense>
      )}
    </li>
  )
}
