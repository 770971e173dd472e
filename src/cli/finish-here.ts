import type { Context } from './context.ts'
import { exitCodes } from './exit-codes.ts'
import type { Library, Video } from './library.ts'
import { note } from './output.ts'
import { createProgress } from './progress.ts'
import { waitForVideos } from './wait-for-videos.ts'

/**
 * Stays until the videos are done, when it is asked for (`wait`) or when nobody else would do the work. Resolves to the
 * videos as they are then, to nothing when it did not stay. A video that failed makes the exit code a failure.
 */
export async function finishHere(
  library: Library,
  ids: readonly string[],
  context: Context,
  wait = library.worker === 'here',
): Promise<Video[]> {
  if (!wait || ids.length === 0) return []
  if (library.worker === 'here' && !context.json()) {
    note(
      'No server is running, so the work is done here. Ctrl-C stops it; it goes on at the next start.',
    )
  }
  using progress = createProgress(context.json())
  const videos = await waitForVideos(library, ids, progress, context.signal)
  if (videos.some(({ status }) => status.status !== 'ready')) process.exitCode = exitCodes.failure
  return videos
}
