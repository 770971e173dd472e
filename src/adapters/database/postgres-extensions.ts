import { CuepointError } from '../../domain/errors.ts'
import { DatabaseError } from '../../domain/database-error.ts'
import type { Queryable } from '../../ports/database.ts'
import type { Logger } from '../../ports/logger.ts'

type Transaction = <T>(work: (tx: Queryable) => Promise<T>) => Promise<T>

/**
 * Creates the extensions that the role may create. Rejects with `pgvector-missing` or `pgvector-too-old`; the others are a
 * gain, not a need. Returns whether BM25 is there.
 */
export async function prepareExtensions(
  transaction: Transaction,
  logger: Logger,
): Promise<{ hasBm25: boolean }> {
  await createExtension(transaction, 'vector').catch(explainMissingVector)
  await checkVectorVersion(transaction)
  const attempt = (what: string, work: () => Promise<void>) =>
    work().then(
      () => true,
      (error: unknown) => {
        logger.info({ what, reason: String(error) }, 'database extension not in use')
        return false
      },
    )
  await attempt('pg_trgm', () => createExtension(transaction, 'pg_trgm'))
  await attempt('unaccent', () => createExtension(transaction, 'unaccent'))
  const hasBm25 = await attempt('pg_textsearch', async () => {
    await createExtension(transaction, 'pg_textsearch')
    await tryBm25(transaction)
  })
  return { hasBm25 }
}

/** Two processes that create the same extension at once would both try: `if not exists` looks before it locks. */
async function createExtension(transaction: Transaction, name: string): Promise<void> {
  await transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query('select pg_advisory_xact_lock($1)', [extensionLock])
    const [found] = await tx.query('select 1 from pg_extension where extname = $1', [name])
    if (!found) await tx.query(`create extension ${name}`)
  })
}

/** Any number that nobody else locks; `cuepoin` in ASCII would do as well. */
const extensionLock = 4_801_180

/** Created once, it still works only while the server preloads it, so it is tried. */
async function tryBm25(transaction: Transaction): Promise<void> {
  await transaction(async (tx) => {
    await tx.query('create temporary table bm25_trial (content text) on commit drop')
    await tx.query(`create index on bm25_trial using bm25 (content) with (text_config = 'simple')`)
  })
}

function explainMissingVector(error: unknown): never {
  const mayNot = error instanceof DatabaseError && error.sqlState === '42501'
  throw new CuepointError(
    'pgvector-missing',
    mayNot
      ? 'The database has no pgvector yet, and this role may not create it.'
      : 'The PostgreSQL server has no pgvector, which holds the vectors.',
    {
      remedy: mayNot
        ? 'Run as superuser in this database: CREATE EXTENSION vector;'
        : 'Install pgvector 0.8 or newer on the server (Debian: postgresql-<version>-pgvector), then run as superuser in this database: CREATE EXTENSION vector;',
      cause: error,
    },
  )
}

/** 0.8 brought scans that go on until enough rows have passed a filter; `halfvec` is from 0.7. */
async function checkVectorVersion(transaction: Transaction): Promise<void> {
  const [found] = await transaction((tx) =>
    tx.query<{ version: string }>(
      `select extversion as version from pg_extension where extname = 'vector'`,
    ),
  )
  const [major = 0, minor = 0] = (found?.version ?? '').split('.').map(Number)
  if (major > 0 || minor >= 8) return
  throw new CuepointError(
    'pgvector-too-old',
    `The database has pgvector ${found?.version ?? 'of an unknown version'}; 0.8 or newer is needed.`,
    {
      remedy:
        'Install pgvector 0.8 or newer on the server, then run as superuser in this database: ALTER EXTENSION vector UPDATE;',
    },
  )
}
