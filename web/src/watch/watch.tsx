import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useSearchParams } from 'wouter'
import { transcriptQuery } from '../api/queries.ts'
import type { Segment, Video } from '../api/types.ts'
import { useDebounced } from '../app/use-debounced.ts'
import { useIsWide } from '../app/use-is-wide.ts'
import { usePlayer } from '../player/player.ts'
import { segmentAt } from '../player/segment-at.ts'
import { ticksOf } from '../search/ticks.ts'
import { About } from './about.tsx'
import { FoundList } from './found-list.tsx'
import { Stage } from './stage.tsx'
import { TranscriptPanel } from './transcript-panel.tsx'
import { useFound } from './use-found.ts'
import { useWatchKeys } from './use-watch-keys.ts'
import styles from './watch-page.module.css'

const noSegments: readonly Segment[] = []

/** The watch page of a video that is there: `?t=` where to begin, `&end=` the end of a quoted span, `&q=` what to mark. */
export function Watch({ video }: { readonly video: Video }) {
  const [params, setParams] = useSearchParams()
  const player = usePlayer()
  const isWide = useIsWide(60)
  const at = secondsIn(params, 't')
  const end = secondsIn(params, 'end')
  const query = params.get('q') ?? ''

  const transcript = useQuery(transcriptQuery(video.id))
  const segments = transcript.data?.segments ?? noSegments
  const found = useFound(video.id, useDebounced(query, 150), at ?? 0)
  const ticks = useMemo(() => ticksOf(found.moments), [found.moments])

  const setParam = (name: string, value: string) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === '') next.delete(name)
        else next.set(name, value)
        return next
      },
      { replace: true, state: history.state as unknown },
    )
  // Without anything to play, the second that is meant stands in the address alone.
  const seek = (second: number) => {
    if (video.media_url === null) setParam('t', String(Math.floor(second)))
    else player.seek(second)
  }
  const goTo = (place: number) => {
    const moment = found.moments[place]
    if (!moment) return
    found.goTo(place)
    seek(moment.jump_to)
  }
  const walk = (step: number) => {
    const { moments, place, isChosen } = found
    const here = moments[place ?? 0]
    if (!here) return
    // The first step leads to the nearest moment, unless the player stands there.
    const isThere = isChosen || Math.abs(here.jump_to - player.currentTime()) < 2
    goTo(((place ?? 0) + (isThere ? step : 0) + moments.length) % moments.length)
  }
  useWatchKeys({ query, onNext: () => walk(1), onPrevious: () => walk(-1) })

  // The way back and forward between two moments of this video moves the player.
  const begunAt = useRef(at)
  useEffect(() => {
    if (begunAt.current === at) return
    begunAt.current = at
    if (at !== null) player.seek(at)
  }, [at, player])

  const about = <About video={video} query={query} at={at ?? 0} />
  return (
    <div className={styles.page}>
      <div className={styles.left}>
        <Stage
          video={video}
          startAt={at}
          ticks={ticks}
          textOf={(second) => segments[segmentAt(segments, second)]?.text}
        />
        {isWide && (
          <div className={styles.about}>
            {about}
            <FoundList found={found} onGoTo={goTo} />
          </div>
        )}
      </div>
      <TranscriptPanel
        video={video}
        transcript={transcript.data}
        error={transcript.error}
        found={found}
        query={query}
        startAt={at}
        span={at !== null && end !== null && end > at ? { start: at, end } : null}
        head={isWide ? null : <div className={styles.about}>{about}</div>}
        onQuery={(q) => setParam('q', q)}
        onSeek={(second) => {
          seek(second)
          player.play()
        }}
        onWalk={walk}
      />
    </div>
  )
}

function secondsIn(params: URLSearchParams, name: string): number | null {
  const value = params.get(name)
  const seconds = Number(value)
  return value !== null && value !== '' && Number.isFinite(seconds) && seconds >= 0 ? seconds : null
}
