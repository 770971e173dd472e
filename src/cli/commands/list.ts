import { Option, type Command } from 'commander'
import type { Context } from '../context.ts'
import type { Video } from '../library.ts'
import { eachVideo } from '../each-video.ts'
import { note, print, printJson } from '../output.ts'
import { renderVideo } from '../render/status.ts'

interface Options {
  readonly status?: Video['status']['status']
  readonly text?: string
}

export function defineList(program: Command, context: Context): void {
  program
    .command('list')
    .description('list the videos, newest first')
    .addOption(
      new Option('--status <status>', 'only those').choices([
        'queued',
        'processing',
        'ready',
        'failed',
      ]),
    )
    .option('--text <text>', 'only those with this in the title or file name')
    .addHelpText('after', '\nExamples:\n  cuepoint list\n  cuepoint list --status failed --json')
    .action(async ({ status, text }: Options) => {
      await using library = await context.openLibrary()
      const query = { ...(status ? { status } : {}), ...(text ? { text } : {}) }
      const videos = await Array.fromAsync(eachVideo(library, query, context.signal))
      if (context.json()) {
        printJson({ videos, total: videos.length })
        return
      }
      for (const video of videos) print(renderVideo(video))
      if (videos.length > 0) return
      note(
        (status ?? text)
          ? 'No video fits.'
          : 'No videos. Add some with: cuepoint add FILE or FOLDER',
      )
    })
}
