import type { Command } from 'commander'
import { createApp } from '../../app/create-app.ts'
import { createLogger } from '../../app/logger.ts'
import { startWorker } from '../../worker/start-worker.ts'
import type { Context } from '../context.ts'
import { untilInterrupted } from '../interruption.ts'
import { note } from '../output.ts'

export function defineWorker(program: Command, context: Context): void {
  program
    .command('worker')
    .description('work on the videos of a library on a PostgreSQL server, beside other processes')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… cuepoint worker')
    .action(async () => {
      const config = context.config()
      await using app = await createApp(config, createLogger(config.log))
      await startWorker(app)
      note('Working on the queue. Ctrl-C stops it.')
      await untilInterrupted(context.signal)
      note('Stopping; what is not finished is given back.')
    })
}
