import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { finishHere } from '../finish-here.ts'
import { print, printJson } from '../output.ts'
import { renderVideo } from '../render/status.ts'

export function defineRetry(program: Command, context: Context): void {
  program
    .command('retry')
    .description('go on with a video that failed, or recognise one anew')
    .argument('<id>', 'a video')
    .option('--speech', 'recognise the speech, although the video has captions')
    .addHelpText('after', '\nExamples:\n  cuepoint retry ID\n  cuepoint retry ID --speech')
    .action(async (id: string, { speech = false }: { speech?: boolean }) => {
      await using library = await context.openLibrary()
      const started = await library.retry(id, { speech }, context.signal)
      const [video = started] = await finishHere(library, [id], context)
      if (context.json()) printJson(video)
      else print(renderVideo(video))
    })
}
