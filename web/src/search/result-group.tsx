import { useMemo, useState } from 'react'
import { Link } from 'wouter'
import type { Group } from '../api/types.ts'
import { Button } from '../components/button.tsx'
import { MomentBar } from '../components/moment-bar/moment-bar.tsx'
import { formatDuration } from '../format/time.ts'
import { counted, languageName } from '../format/words.ts'
import { MomentLine } from './moment-line.tsx'
import { Result } from './result.tsx'
import styles from './result-group.module.css'
import { fromResults, momentKey, type Hearing } from './use-hearing.ts'
import { ticksOf } from './ticks.ts'

/** Lines under the best moment before "more". */
const linesAtFirst = 3

interface ResultGroupProps {
  readonly group: Group
  readonly hearing: Hearing
  readonly isWide: boolean
  /** The search is within this video already. */
  readonly isOnlyVideo: boolean
  readonly onOnlyVideo: () => void
}

/** The moments of one video: where they lie, the best one open, the others as a line each. */
export function ResultGroup(props: ResultGroupProps) {
  const { group, hearing, isWide, isOnlyVideo, onOnlyVideo } = props
  const { video, moments, total } = group
  const [isOpen, setOpen] = useState(false)
  const [best, ...others] = moments
  const ticks = useMemo(() => ticksOf(moments), [moments])
  if (!best) return null

  const shown = isOpen || isOnlyVideo ? others : others.slice(0, linesAtFirst)
  const titleId = `group-${video.id}`
  const frames = best.frame_url
  return (
    <section aria-labelledby={titleId} className={styles.group}>
      <header className={styles.head}>
        <h2 id={titleId} className={styles.title}>
          <Link href={best.url} state={fromResults} dir="auto" className={styles.link}>
            {video.title}
          </Link>
        </h2>
        <p className={styles.facts}>
          {video.duration !== null && <span>{formatDuration(video.duration)}</span>}
          {video.language !== null && <span>{languageName(video.language)}</span>}
        </p>
      </header>
      {video.duration !== null && (
        <MomentBar
          duration={video.duration}
          ticks={ticks}
          label={`Where the moments lie in ${video.title}`}
          pictureOf={frames === null ? undefined : (second) => frameAt(video.id, second)}
          onSeek={(second) => hearing.hear(nearest(moments, second) ?? best)}
        />
      )}
      <ol className={styles.moments}>
        <Result moment={best} group={group} hearing={hearing} isWide={isWide} />
        {shown.map((moment) => (
          <MomentLine
            key={momentKey(moment)}
            moment={moment}
            group={group}
            hearing={hearing}
            isWide={isWide}
          />
        ))}
      </ol>
      <div className={styles.more}>
        {shown.length < others.length && (
          <Button tone="quiet" onClick={() => setOpen(true)}>
            {others.length - shown.length} more
          </Button>
        )}
        {total > moments.length && !isOnlyVideo && (
          <Button tone="quiet" onClick={onOnlyVideo}>
            All {counted(total, 'moment')} in this video
          </Button>
        )}
      </div>
    </section>
  )
}

function nearest(moments: Group['moments'], second: number) {
  return moments.toSorted((a, b) => Math.abs(a.jump_to - second) - Math.abs(b.jump_to - second))[0]
}

function frameAt(videoId: string, second: number): string {
  return `/videos/${videoId}/frame?t=${Math.floor(second)}`
}
