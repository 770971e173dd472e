import type { Command } from 'commander'
import type { Context } from '../context.ts'

export function defineWorker(program: Command, context: Context): void {
  program
    .command('worker')
    .description('work on the videos of a library on a PostgreSQL server, beside other processes')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgres://… cuepoint worker')
    .action(async () => {
      const { work } = await import('../work.ts')
      await work(context.config(), context)
    })
}
