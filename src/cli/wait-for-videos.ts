import { TemporaryError } from '../domain/errors.ts'
import type { Library, Video } from './library.ts'
import { plain } from './output.ts'
import type { Progress } from './progress.ts'
import { renderStatus } from './render/status.ts'

/**
 * Resolves when every video is ready, has failed, or waits for something that somebody has to bring. In the order of
 * the ids.
 */
export async function waitForVideos(
  library: Library,
  ids: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<Video[]> {
  const wanted = new Set(ids)
  const settled = new Map<string, Video>()
  const take = (video: Video): void => {
    const { status } = video
    if (!wanted.has(video.id)) return
    const name = plain(video.title)
    if (status.status === 'ready' || status.status === 'failed' || status.waiting) {
      settled.set(video.id, video)
      progress.finish(name, renderStatus(video))
    } else {
      settled.delete(video.id)
      progress.show(name, status.progress, renderStatus(video))
    }
  }

  const enough = new AbortController()
  const changes = library.changes(AbortSignal.any([signal, enough.signal]))[Symbol.asyncIterator]()
  try {
    // Asked for before the videos are read: what changes in between is not missed.
    let change = changes.next()
    change.catch(() => undefined)
    for (const id of wanted) take(await library.video(id, signal))
    while (settled.size < wanted.size) {
      const next = await change
      if (next.done) break
      take(next.value)
      change = changes.next()
      change.catch(() => undefined)
    }
  } finally {
    enough.abort()
  }
  signal.throwIfAborted()
  if (settled.size < wanted.size) {
    throw new TemporaryError('server-stopped', 'The server stopped before the videos were ready.')
  }
  return ids.flatMap((id) => settled.get(id) ?? [])
}
