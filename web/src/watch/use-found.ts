import { useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { searchQuery } from '../api/queries.ts'
import type { Moment } from '../api/types.ts'
import { markedWords } from '../components/snippet-parts.ts'
import { wordMatcher } from '../player/mark-words.ts'

/** The API gives at most so many at once. */
const mostMoments = 200

export interface Found {
  readonly query: string
  /** In the order of time. */
  readonly moments: readonly Moment[]
  /** Which of them the reader is at, from 0; null when there are none. */
  readonly place: number | null
  readonly isSearching: boolean
  readonly error: Error | null
  /** Finds the found words in the text of a segment; null where the search found nothing around it. */
  readonly matcherAt: (start: number, end: number) => RegExp | null
  /** Whether the reader has walked to it, rather than that it happens to be the nearest. */
  readonly isChosen: boolean
  readonly goTo: (place: number) => void
}

/** What a query finds in this video. `at` is where the reader begins. */
export function useFound(videoId: string, query: string, at: number): Found {
  const words = query.trim()
  const [chosen, setChosen] = useState<{ query: string; place: number } | null>(null)
  const { data, error, isFetching } = useQuery({
    ...searchQuery({ q: words, video: [videoId], limit: mostMoments }),
    enabled: words !== '',
  })

  const moments = useMemo(
    () => (words === '' ? [] : (data?.results ?? []).toSorted((a, b) => a.jump_to - b.jump_to)),
    [data, words],
  )
  const matcherAt = useMemo(() => {
    const matchers = moments.map(({ start, end, snippet }) => ({
      start,
      end,
      matcher: wordMatcher(markedWords(snippet)),
    }))
    return (start: number, end: number) =>
      matchers.find((range) => range.matcher && start < range.end && end > range.start)?.matcher ??
      null
  }, [moments])

  const isChosen = chosen?.query === words
  const place = isChosen ? chosen.place : nearestPlace(moments, at)
  return {
    query: words,
    moments,
    place: moments.length === 0 ? null : Math.min(place, moments.length - 1),
    isSearching: isFetching,
    error: words === '' ? null : error,
    matcherAt,
    isChosen,
    goTo: (next) => setChosen({ query: words, place: next }),
  }
}

function nearestPlace(moments: readonly Moment[], at: number): number {
  let best = 0
  moments.forEach(({ jump_to: jumpTo }, index) => {
    if (Math.abs(jumpTo - at) < Math.abs((moments[best]?.jump_to ?? Infinity) - at)) best = index
  })
  return best
}
