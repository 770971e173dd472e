import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { searchQuery } from '../api/queries.ts'
import type { SearchAnswer, Stats } from '../api/types.ts'
import { announce } from '../app/notices.ts'
import { useIsWide } from '../app/use-is-wide.ts'
import { ErrorNote } from '../components/error-note.tsx'
import { useShortcuts } from '../keyboard/shortcuts.ts'
import { counted } from '../format/words.ts'
import { Filters } from './filters.tsx'
import { HearPane } from './hear-pane.tsx'
import { LegNote } from './leg-note.tsx'
import { NothingFound } from './nothing-found.tsx'
import { Paging } from './paging.tsx'
import { ResultGroup } from './result-group.tsx'
import { ResultsSkeleton } from './results-skeleton.tsx'
import styles from './results.module.css'
import { toSearchParams } from './search-address.ts'
import { useHearing } from './use-hearing.ts'
import type { SearchText } from './use-search-text.ts'
import { focusMoment } from './walk-moments.ts'

interface ResultsProps {
  readonly search: SearchText
  readonly stats: Stats | undefined
}

/** The moments that match, by video, and beside them the one that is looked at or heard. */
export function Results({ search, stats }: ResultsProps) {
  const list = useRef<HTMLDivElement>(null)
  const isWide = useIsWide(68)
  const {
    data: answer,
    error,
    refetch,
    isPlaceholderData,
  } = useQuery(searchQuery(toSearchParams(search.address)))
  const groups = answer?.groups ?? []
  const hearing = useHearing(groups, answer?.query)

  useShortcuts('Results', [
    { keys: ['ArrowDown'], does: 'Next moment', run: () => focusMoment(list.current, 'next') },
    {
      keys: ['ArrowUp'],
      does: 'Previous moment, then the box',
      run: () => {
        if (!focusMoment(list.current, 'previous')) focusBox()
      },
    },
    { keys: [' '], does: 'Hear the moment, or pause', run: hearing.toggle },
    { keys: ['Enter'], does: 'Open the moment', run: () => hearing.open() },
    {
      keys: ['Escape'],
      does: 'Stop, then back to the box',
      run: () => {
        if (hearing.heard) hearing.stop()
        else focusBox()
      },
    },
  ])

  const summary = answer && !isPlaceholderData ? summaryOf(answer) : null
  useEffect(() => {
    if (summary) announce(summary)
  }, [summary])

  return (
    <div className={styles.page}>
      <div ref={list} className={styles.list} aria-busy={isPlaceholderData || !answer}>
        <Filters search={search} stats={stats} groups={groups} />
        {error && (
          <ErrorNote
            title="This could not be searched"
            error={error}
            onRetry={() => void refetch()}
          />
        )}
        {!answer && !error && <ResultsSkeleton />}
        {answer && !error && (
          <>
            {groups.length > 0 && (
              <p className={styles.summary}>
                {summaryOf(answer)} <LegNote legs={answer.legs} />
              </p>
            )}
            {groups.map((group) => (
              <ResultGroup
                key={group.video.id}
                group={group}
                hearing={hearing}
                isWide={isWide}
                isOnlyVideo={search.address.videos.length === 1}
                onOnlyVideo={() => search.change({ videos: [group.video.id] })}
              />
            ))}
            {groups.length === 0 && !isPlaceholderData && (
              <NothingFound answer={answer} search={search} />
            )}
            <Paging address={search.address} total={answer.total} />
          </>
        )}
      </div>
      {isWide && hearing.selected && (
        <HearPane
          moment={hearing.selected.moment}
          group={hearing.selected.group}
          isHeard={hearing.heard === hearing.selected.key}
          onHear={hearing.hear}
          control={hearing.control}
        />
      )}
    </div>
  )
}

function focusBox(): void {
  document.querySelector<HTMLInputElement>('input[type=search]')?.focus()
}

/** Moments are counted where every video is on the page. */
function summaryOf({ groups = [], total }: SearchAnswer): string {
  if (total === 0) return 'Nothing found'
  const videos = counted(total, 'video')
  if (groups.length < total) return videos
  const moments = groups.reduce((sum, group) => sum + group.total, 0)
  return `${counted(moments, 'moment')} in ${videos}`
}
