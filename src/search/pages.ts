import type { Queryable } from '../ports/database.ts'
import type { Spot } from './collapse.ts'
import { readMoments, type AskedFor } from './moments.ts'
import type { SearchAnswer, SearchRequest, VideoMoments } from './search-answer.ts'

type Page = Pick<SearchAnswer, 'moments' | 'groups' | 'total'>

export async function pageOfMoments(
  spots: readonly Spot[],
  { offset, limit }: SearchRequest,
  asked: AskedFor,
  deps: { database: Queryable },
): Promise<Page> {
  const moments = await readMoments(spots.slice(offset, offset + limit), asked, deps)
  return { moments, groups: null, total: spots.length }
}

/** The page counts videos; each shows its best moments. Videos in the order of their best one. */
export async function pageOfVideos(
  spots: readonly Spot[],
  { offset, limit }: SearchRequest,
  asked: AskedFor,
  deps: { database: Queryable },
): Promise<Page> {
  const byVideo = Map.groupBy(spots, ({ videoId }) => videoId)
  const shown = [...byVideo.values()].slice(offset, offset + limit)
  const best = shown.flatMap((group) => group.slice(0, momentsOfVideo))
  const moments = Map.groupBy(await readMoments(best, asked, deps), ({ video }) => video.id)
  const groups = shown.flatMap((group): VideoMoments[] => {
    const own = moments.get(group[0]?.videoId ?? '') ?? []
    return own[0] ? [{ video: own[0].video, total: group.length, moments: own }] : []
  })
  return { moments: [], groups, total: byVideo.size }
}

const momentsOfVideo = 5
