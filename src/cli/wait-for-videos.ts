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
  const settled = new Map<string, Video>()
  const take = (video: Video): void => {
    const { status } = video
    if (!ids.includes(video.id)) return
    const name = plain(video.title)
    if (status.status === 'ready' || status.status === 'failed' || status.waiting) {
      settled.set(video.id, video)
      progress.finish(name, renderStatus(video))
    } else {
      settled.delete(video.id)
      progress.show(name, status.progress, renderStatus(video))
    }
  }

  for (const id of ids) take(await library.video(id, signal))
  const enough = new AbortController()
  if (settled.size < ids.length) {
    for await (const video of library.changes(AbortSignal.any([signal, enough.signal]))) {
      take(video)
      if (settled.size === ids.length) break
    }
    enough.abort()
  }
  signal.throwIfAborted()
  if (settled.size < ids.length) {
    throw new TemporaryError('server-stopped', 'The server stopped before the videos were ready.')
  }
  return ids.flatMap((id) => settled.get(id) ?? [])
}
