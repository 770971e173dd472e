import pg from 'pg'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'
import type { Database, Queryable } from '../../ports/database.ts'
import type { Logger } from '../../ports/logger.ts'
import { executeAlone } from './execute-alone.ts'
import { describeError, toDatabaseError } from './foreign-error.ts'
import { OpenTransaction } from './open-transaction.ts'
import { encodeParameter } from './parameters.ts'
import { prepareExtensions } from './postgres-extensions.ts'
import { columnParser } from './postgres-types.ts'
import { runTransaction } from './run-transaction.ts'

export interface PostgresConfig {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string
  /** Most connections that this process holds. */
  readonly poolSize: number
  /** The server cancels a statement after this time (SQLSTATE 57014). */
  readonly statementTimeoutMs: number
  readonly logger: Logger
}

/**
 * A PostgreSQL server, 15 or newer, with pgvector.
 * Rejects with `database-unreachable`, `database-too-old` or `pgvector-missing`.
 */
export async function openPostgresDatabase(config: PostgresConfig): Promise<Database> {
  await using opened = new AsyncDisposableStack()
  const pool = createPool(config)
  opened.defer(() => pool.end())
  const transaction = createTransaction(pool)
  await checkVersion(pool, config.url)
  const { hasBm25 } = await prepareExtensions(transaction, config.logger)
  return createDatabase(pool, { hasBm25, transaction }, opened.move())
}

function createPool({ url, poolSize, statementTimeoutMs, logger }: PostgresConfig): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'cuepoint',
    connectionTimeoutMillis: 10_000,
    types: { getTypeParser: columnParser },
    ...sessionSetup(statementTimeoutMs),
  })
  // An idle connection that breaks is replaced at its next use; unheard, the event would end the process.
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'database connection lost'))
  return pool
}

/** A statement, not start parameters: connection poolers refuse parameters that they do not know. */
function sessionSetup(statementTimeoutMs: number) {
  return {
    // The pool waits for it, which its types do not tell.
    async onConnect(client: pg.ClientBase): Promise<void> {
      await client.query(`set time zone 'UTC'; set statement_timeout = ${statementTimeoutMs}`)
    },
  }
}

function createDatabase(
  pool: pg.Pool,
  { hasBm25, transaction }: Pick<Database, 'hasBm25' | 'transaction'>,
  opened: AsyncDisposableStack,
): Database {
  const openTransaction = new OpenTransaction()
  const anyConnection = createQueryable(pool)
  return {
    kind: 'server',
    hasBm25,
    lost: new AbortController().signal,
    async query(text, values) {
      openTransaction.refuse()
      return anyConnection.query(text, values)
    },
    async execute(sql) {
      openTransaction.refuse()
      return withClient(pool, (client) => executeAlone(createQueryable(client), sql))
    },
    async transaction(work) {
      openTransaction.refuse()
      return transaction((tx) => openTransaction.run(() => work(tx)))
    },
    async [Symbol.asyncDispose]() {
      await opened.disposeAsync()
    },
  }
}

function createQueryable(connection: pg.Pool | pg.PoolClient): Queryable {
  return {
    async query(text, values = []) {
      // As on the embedded database, `query` is one statement, with or without values.
      const statement: pg.QueryConfig & { queryMode: 'extended' } = {
        text,
        values: values.map(encodeParameter),
        queryMode: 'extended',
      }
      try {
        return (await connection.query<never>(statement)).rows
      } catch (error) {
        throw toDatabaseError(error)
      }
    },
    async execute(sql) {
      try {
        // One result, or a list of them when there are several statements, which the types do not tell.
        const results = [await connection.query<never>(sql)].flat()
        return results.flatMap((result) => result.rows)
      } catch (error) {
        throw toDatabaseError(error)
      }
    },
  }
}

function createTransaction(pool: pg.Pool): Database['transaction'] {
  return (work) => withClient(pool, (client) => runTransaction(createQueryable(client), work))
}

/** Lends one connection; one that comes back broken or inside a transaction is closed instead of kept. */
async function withClient<T>(
  pool: pg.Pool,
  use: (client: pg.PoolClient) => Promise<T>,
): Promise<T> {
  const client = await pool.connect().catch((error: unknown) => {
    throw toDatabaseError(error)
  })
  const ignore = () => undefined
  // While it is lent the pool does not listen; the statement that runs reports the loss.
  client.on('error', ignore)
  try {
    return await use(client)
  } finally {
    client.off('error', ignore)
    client.release(client.getTransactionStatus() !== 'I')
  }
}

async function checkVersion(pool: pg.Pool, url: string): Promise<void> {
  const { host, pathname } = new URL(url)
  const [row] = await createQueryable(pool)
    .query<{ major: number; version: string }>(
      `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version`,
    )
    .catch((error: unknown) => {
      throw new TemporaryError(
        'database-unreachable',
        `PostgreSQL at ${host}${pathname} cannot be used: ${describeError(error)}`,
        { remedy: 'Check DATABASE_URL and that the server is running.', cause: error },
      )
    })
  if (row && row.major >= 15) return
  throw new CuepointError(
    'database-too-old',
    `The server at ${host} is PostgreSQL ${row?.version ?? 'of an unknown version'}; 15 or newer is needed.`,
  )
}
