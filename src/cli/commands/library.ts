import type { Command } from 'commander'
import { createLogger } from '../../app/logger.ts'
import type { MovedTable, MoveProgress } from '../../library/move-library.ts'
import { postgresAddress } from '../../config/kinds.ts'
import type { Secret } from '../../config/secret.ts'
import { InvalidInputError } from '../../domain/errors.ts'
import type { Context } from '../context.ts'
import { note, print, printJson } from '../output.ts'
import { createProgress, type Progress } from '../progress.ts'

export function defineLibrary(program: Command, context: Context): void {
  const library = program.command('library').description('take the library to another place')

  library
    .command('move')
    .description('take the embedded library to an empty database on a PostgreSQL server')
    .requiredOption('--to <url>', 'postgres://user:password@host:5432/database')
    .addHelpText(
      'after',
      '\nIt is all there afterwards, or nothing is. Files stay where they are.\n\nExample:\n  cuepoint library move --to postgres://cuepoint@db/cuepoint',
    )
    .action(async ({ to }: { to: string }) => {
      const url = readAddress(to)
      const { moveToServer } = await import('../../app/move-to-server.ts')
      const config = context.config()
      const logger = createLogger({ ...config.log, level: 'error' })
      using progress = createProgress(context.json())
      const onProgress = (step: MoveProgress) => show(progress, step)
      const moved = await moveToServer(config, url, { logger, onProgress, signal: context.signal })
      if (context.json()) printJson({ tables: moved })
      else print(renderMove(moved))
      note(whatToSet(config.dataDirectory))
    })
}

function readAddress(text: string): Secret {
  const parsed = postgresAddress.schema.safeParse(text)
  if (parsed.success) return parsed.data
  throw new InvalidInputError(`--to: expected ${postgresAddress.expected}, found something else.`, {
    code: 'usage',
  })
}

function show(progress: Progress, { table, done, total }: MoveProgress): void {
  if (done < total) progress.show(table, done / total, `${done} of ${total}`)
  else progress.finish(table, table === 'indexes' ? 'made' : `${total} rows, the same there`)
}

function renderMove(moved: readonly MovedTable[]): string {
  const rowsOf = (name: string) => moved.find(({ table }) => table === name)?.rows ?? 0
  return `Moved. Videos: ${rowsOf('videos')}, chunks: ${rowsOf('chunks')}, vectors: ${rowsOf('embeddings')}.`
}

/** The address is not repeated: it has a password in it. */
function whatToSet(dataDirectory: string): string {
  return [
    'From now on set DATABASE_URL to that address for every process; work in progress goes on at the next start.',
    `The files are where they were: on a disk (${dataDirectory}) every process has to see them there (CUEPOINT_DATA_DIR), or cuepoint storage move --to s3 takes them on.`,
    `The embedded database in ${dataDirectory}/database is as it was. Remove it once you have seen that all is well.`,
  ].join('\n')
}
