import { useQueries, useQuery, type QueryClient } from '@tanstack/react-query'
import { videosQuery } from '../api/queries.ts'
import type { Video } from '../api/types.ts'
import { listParams, type LibraryFilter } from './library-filter.ts'

const pageSize = 60
/** The API gives no more in one answer. */
const mostAtOnce = 200

/** The first page of the videos that pass a filter, which knows how many there are. */
export function useFirstPage(filter: LibraryFilter) {
  return useQuery(pageQuery(filter, 0))
}

/** The videos between two places. Only the pages that they stand on are asked for. */
export function useVideosBetween(
  filter: LibraryFilter,
  first: number,
  last: number,
): (index: number) => Video | undefined {
  const firstPage = Math.floor(first / pageSize)
  const numbers = Array.from(
    { length: Math.max(0, Math.floor(last / pageSize) - firstPage + 1) },
    (_, index) => firstPage + index,
  )
  const pages = useQueries({ queries: numbers.map((number) => pageQuery(filter, number)) })
  const start = useFirstPage(filter)
  return (index) => {
    const page = Math.floor(index / pageSize)
    const data = page === 0 ? start.data : pages[page - firstPage]?.data
    return data?.videos[index % pageSize]
  }
}

/** Every video that passes a filter, for "select all". */
export async function allVideos(filter: LibraryFilter, client: QueryClient): Promise<Video[]> {
  const videos: Video[] = []
  for (;;) {
    const query = videosQuery({ ...listParams(filter), limit: mostAtOnce, offset: videos.length })
    const page = await client.query(query)
    videos.push(...page.videos)
    if (page.videos.length < mostAtOnce) return videos
  }
}

function pageQuery(filter: LibraryFilter, page: number) {
  return videosQuery({ ...listParams(filter), limit: pageSize, offset: page * pageSize })
}
