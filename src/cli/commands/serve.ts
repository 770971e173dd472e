import type { Command } from 'commander'
import type { Context } from '../context.ts'
import { settingsHelp } from '../settings-flags.ts'

export function defineServe(program: Command, context: Context): void {
  program
    .command('serve')
    .description('start the web page and the API, and work on the videos')
    .addHelpText('after', () => `${examples}\n${settingsHelp()}`)
    .action(async () => {
      // Loaded only now: the other commands should not wait for all the parts of a server.
      const { serve } = await import('../serve.ts')
      await serve(context.config(), context)
    })
}

const examples = `
Examples:
  cuepoint serve
  cuepoint serve --port 9000 --data-dir /srv/cuepoint
  CUEPOINT_API_TOKEN=… cuepoint serve --host 0.0.0.0`
