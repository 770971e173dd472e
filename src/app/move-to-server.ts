import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { openDatabase } from '../adapters/database/index.ts'
import { createPgvectorStore } from '../adapters/vector-store/pgvector.ts'
import type { Config } from '../config/config.ts'
import type { Secret } from '../config/secret.ts'
import { NotFoundError } from '../domain/errors.ts'
import { migrate } from '../library/migrate.ts'
import { moveLibrary, type MovedTable, type MoveProgress } from '../library/move-library.ts'
import type { Database } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'
import { refreshSearchIndexes } from '../search/refresh-search-indexes.ts'

interface MoveDeps {
  readonly logger: Logger
  readonly onProgress: (progress: MoveProgress) => void
  readonly signal: AbortSignal
}

/**
 * Takes the embedded library of the data directory to a PostgreSQL server, and makes the search indexes there. The files
 * stay where they are, and so does the embedded database. Rejects with `not-found` when there is no library,
 * `data-directory-in-use` while a process works on it, and as `moveLibrary` does.
 */
export async function moveToServer(
  { dataDirectory }: Pick<Config, 'dataDirectory'>,
  url: Secret,
  { logger, onProgress, signal }: MoveDeps,
): Promise<MovedTable[]> {
  const directory = join(dataDirectory, 'database')
  if (!existsSync(directory)) throw new NotFoundError('embedded library in', dataDirectory)
  await using from = await openDatabase({ kind: 'embedded', directory }, logger)
  await migrate(from)
  await using to = await openDatabase(
    {
      kind: 'server',
      url: url.reveal(),
      setting: '--to',
      poolSize: 2,
      statementTimeoutMs: 60_000,
    },
    logger,
  )
  await migrate(to)
  signal.throwIfAborted()
  const moved = await moveLibrary(from, to, { onProgress, signal })
  // Whoever is stopped here has moved: the next process that is started makes what is missing.
  onProgress({ table: 'indexes', done: 0, total: 1 })
  await refreshSearchIndexes(to)
  await indexVectors(to)
  await to.execute(moved.map(({ table }) => `analyze ${table}`).join('; '))
  onProgress({ table: 'indexes', done: 1, total: 1 })
  return moved
}

async function indexVectors(database: Database): Promise<void> {
  const [space] = await database.query<{ modelId: string; dimensions: number }>(
    `select e.model_id as "modelId", vector_dims(e.vector) as dimensions
       from embeddings e, library_facts f
      where f.name = 'embedding_model' and f.value = to_jsonb(e.model_id) limit 1`,
  )
  if (space) await createPgvectorStore({ database }).prepare(space)
}
