import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { eachVideo } from '../each-video.ts'
import { exitCodes } from '../exit-codes.ts'
import type { Library, Video } from '../library.ts'
import { note, print, printJson } from '../output.ts'
import { createProgress } from '../progress.ts'
import { renderCause, renderVideo } from '../render/status.ts'
import { clock } from '../render/time.ts'
import { waitForVideos } from '../wait-for-videos.ts'

export function defineStatus(program: Command, context: Context): void {
  program
    .command('status')
    .description('show how the videos in work stand, or one video')
    .argument('[id]', 'a video')
    .option('--watch', 'stay until nothing is left to do, with progress')
    .addHelpText('after', '\nExamples:\n  cuepoint status\n  cuepoint status --watch')
    .action(async (id: string | undefined, { watch }: { watch?: boolean }) => {
      await using library = await context.openLibrary()
      const videos = id
        ? [await library.video(id, context.signal)]
        : await unfinished(library, context.signal)
      const last = watch ? await follow(library, videos, context) : videos
      if (context.json()) printJson(id ? last[0] : { videos: last, total: last.length })
      else await show(library, last, id !== undefined, context.signal)
      if (id && last[0]?.status.status === 'failed') process.exitCode = exitCodes.failure
    })
}

async function unfinished(library: Library, signal: AbortSignal): Promise<Video[]> {
  const videos: Video[] = []
  for (const status of ['processing', 'queued', 'failed']) {
    for await (const video of eachVideo(library, { status }, signal)) videos.push(video)
  }
  return videos
}

async function follow(
  library: Library,
  videos: readonly Video[],
  { json, signal }: Context,
): Promise<Video[]> {
  using progress = createProgress(json())
  const ids = videos.map((video) => video.id)
  return await waitForVideos(library, ids, progress, signal)
}

async function show(
  library: Library,
  videos: readonly Video[],
  isOne: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (const video of videos) print(renderVideo(video))
  if (isOne) {
    for (const video of videos) for (const cause of video.status.notes) note(renderCause(cause))
    return
  }
  const stats = await library.stats(signal)
  print(
    `${stats.videos} videos, ${clock(stats.duration)}; ${stats.in_progress} in progress, ${stats.failed} failed`,
  )
}
