import { setTimeout as sleep } from 'node:timers/promises'
import type { Queryable } from '../ports/database.ts'
import { selectVideos, type VideoRecord } from './video-record.ts'

const pollMs = 500

/** Transactions become visible later than the moment they note: look back this far, in seconds. */
const lookBackSeconds = 5

/**
 * Yields the video asked for, or every video in work, and then each again whenever it changes, until `signal` aborts or
 * the video asked for is deleted. It asks the database, so it sees the work of other processes too.
 */
export async function* statusFeed(
  { database }: { database: Queryable },
  { videoId = null }: { videoId?: string | null },
  signal: AbortSignal,
): AsyncGenerator<VideoRecord> {
  const seen = new Map<string, number>()
  let rest = videoId === null ? `where v.status in ('queued', 'processing')` : 'where v.id = $1'
  while (!signal.aborted) {
    const videos = await selectVideos(database, rest, videoId === null ? [] : [videoId])
    if (videoId !== null && videos.length === 0) return
    for (const video of videos) {
      if (seen.get(video.id) === video.changedAt.getTime()) continue
      seen.set(video.id, video.changedAt.getTime())
      yield video
    }
    if (videoId === null) {
      rest = `where v.changed_at > clock_timestamp() - make_interval(secs => ${lookBackSeconds})`
    }
    await sleep(pollMs, undefined, { signal }).catch(() => undefined)
  }
}
