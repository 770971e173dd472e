import { existsSync } from 'node:fs'
import { openDatabase } from '../adapters/database/index.ts'
import { createObjectStorage } from '../adapters/object-storage/index.ts'
import type { Config } from '../config/config.ts'
import type { StorageConfig } from '../config/parts/storage-config.ts'
import { ConflictError, NotFoundError } from '../domain/errors.ts'
import { moveObjects, type MovedObjects, type ObjectsProgress } from '../library/move-objects.ts'
import type { Database } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'

interface MoveDeps {
  readonly deleteSource: boolean
  readonly logger: Logger
  readonly onProgress: (progress: ObjectsProgress) => void
  readonly signal: AbortSignal
}

/**
 * Copies the files of the library to another storage, while nobody else works on it. Rejects with `not-found` when there
 * is no library, `data-directory-in-use` or `conflict` while a process works on it, as `check` of either storage does, and
 * as `moveObjects` does.
 */
export async function moveStorage(
  config: Pick<Config, 'dataDirectory' | 'database' | 'storage'>,
  target: StorageConfig,
  { logger, ...options }: MoveDeps,
): Promise<MovedObjects> {
  await using database = await openLibrary(config, logger)
  await expectNobodyElse(database)
  await using from = await createObjectStorage(config.storage, {})
  await using to = await createObjectStorage(target, {})
  for (const storage of [from, to]) await storage.check(options.signal)
  return await moveObjects(from, to, options)
}

/** An embedded database has one process at a time: whoever opens it holds the library. */
async function openLibrary(
  { database, dataDirectory }: Pick<Config, 'dataDirectory' | 'database'>,
  logger: Logger,
): Promise<Database> {
  if (database.kind === 'server') {
    const connection = { ...database, url: database.url.reveal(), poolSize: 1 }
    return openDatabase(connection, logger)
  }
  if (!existsSync(database.directory)) throw new NotFoundError('embedded library in', dataDirectory)
  return openDatabase(database, logger)
}

async function expectNobodyElse(database: Database): Promise<void> {
  if (database.kind === 'embedded') return
  const [others] = await database.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity
      where datname = current_database() and application_name = 'cuepoint' and pid <> pg_backend_pid()`,
  )
  if (!others || others.count === 0) return
  throw new ConflictError(
    `Other processes of Cuepoint are connected to the database (connections: ${others.count}).`,
    { remedy: 'Stop every serve and every worker first; a pooler may keep theirs for a while.' },
  )
}
