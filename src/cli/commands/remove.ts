import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'
import type { Command } from 'commander'
import { InvalidInputError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import type { Video } from '../library.ts'
import { note, plain, print, printJson } from '../output.ts'

export function defineRemove(program: Command, context: Context): void {
  program
    .command('remove')
    .description('remove videos with everything that belongs to them')
    .argument('<id...>', 'videos')
    .option('-y, --yes', 'do not ask')
    .addHelpText('after', '\nExample:\n  cuepoint remove ID --yes')
    .action(async (ids: string[], { yes }: { yes?: boolean }) => {
      await using library = await context.openLibrary()
      const videos: Video[] = []
      for (const id of ids) videos.push(await library.video(id, context.signal))
      if (!yes && !(await confirm(videos, context.signal))) {
        note('Nothing was removed.')
        return
      }
      for (const { id, title } of videos) {
        await library.remove(id, context.signal)
        if (!context.json()) print(`removed ${id}  ${plain(title)}`)
      }
      if (context.json()) printJson({ removed: videos.map(({ id }) => id) })
    })
}

async function confirm(videos: readonly Video[], signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) {
    throw new InvalidInputError('Removing has to be confirmed, and nobody is there to ask.', {
      code: 'usage',
      remedy: 'Add --yes.',
    })
  }
  for (const { title } of videos) note(`  ${plain(title)}`)
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  // While it asks, the terminal gives Ctrl-C and Ctrl-D to it alone.
  terminal.once('SIGINT', () => process.kill(process.pid, 'SIGINT'))
  const closed = once(terminal, 'close').then(() => '')
  try {
    const question = terminal
      .question('Remove with file and transcript? [y/N] ', { signal })
      .catch(() => '')
    const answer = await Promise.race([question, closed])
    signal.throwIfAborted()
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
