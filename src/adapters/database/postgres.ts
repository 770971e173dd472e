import type pg from 'pg'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'
import type { Database, Queryable } from '../../ports/database.ts'
import { executeAlone } from './execute-alone.ts'
import { describeError, toDatabaseError } from './foreign-error.ts'
import { OpenTransaction } from './open-transaction.ts'
import { encodeParameter } from './parameters.ts'
import {
  openConnections,
  type Connections,
  type ConnectionsConfig,
} from './postgres-connections.ts'
import { prepareExtensions } from './postgres-extensions.ts'
import { runTransaction } from './run-transaction.ts'

/**
 * A PostgreSQL server, 15 or newer, with pgvector, directly or through a pooler of sessions or transactions.
 * Rejects with `database-unreachable`, `database-too-old`, `pgvector-missing` or `pgvector-too-old`.
 */
export async function openPostgresDatabase(config: ConnectionsConfig): Promise<Database> {
  await using opened = new AsyncDisposableStack()
  const connections = opened.use(openConnections(config))
  await checkVersion(connections, config)
  const transaction = createTransaction(connections)
  const { hasBm25 } = await prepareExtensions(transaction, config.logger)
  return createDatabase(connections, { hasBm25, transaction }, opened.move())
}

function createDatabase(
  connections: Connections,
  { hasBm25, transaction }: Pick<Database, 'hasBm25' | 'transaction'>,
  opened: AsyncDisposableStack,
): Database {
  const openTransaction = new OpenTransaction()
  return {
    kind: 'server',
    hasBm25,
    lost: new AbortController().signal,
    async query(text, values) {
      openTransaction.refuse()
      return queryAlone(connections, text, values)
    },
    async execute(sql) {
      openTransaction.refuse()
      return connections.use(({ client, isPooled }) =>
        // Several statements are one transaction to the server as long as they begin none themselves.
        executeAlone(
          createQueryable(client),
          isPooled ? `${connections.localSettings}; ${sql}` : sql,
        ),
      )
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

function createTransaction(connections: Connections): Database['transaction'] {
  return (work) =>
    connections.use(({ client, isPooled }) =>
      runTransaction(
        createQueryable(client),
        work,
        isPooled ? `begin; ${connections.localSettings}` : 'begin',
      ),
    )
}

/** One statement. Where it would find somebody else's settings, a transaction around it brings ours. */
function queryAlone<Row extends object>(
  connections: Connections,
  text: string,
  values?: readonly unknown[],
): Promise<Row[]> {
  return connections.use(({ client, isPooled }) => {
    const session = createQueryable(client)
    if (!isPooled) return session.query<Row>(text, values)
    return runTransaction(
      session,
      (tx) => tx.query<Row>(text, values),
      `begin; ${connections.localSettings}`,
    )
  })
}

function createQueryable(connection: pg.PoolClient): Queryable {
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

async function checkVersion(
  connections: Connections,
  { url, setting = 'DATABASE_URL' }: ConnectionsConfig,
): Promise<void> {
  const { host, pathname } = new URL(url)
  const [row] = await queryAlone<{ major: number; version: string }>(
    connections,
    `select current_setting('server_version_num')::int / 10000 as major, current_setting('server_version') as version`,
  ).catch((error: unknown) => {
    const remedy = error instanceof CuepointError ? error.remedy : undefined
    throw new TemporaryError(
      'database-unreachable',
      `PostgreSQL at ${host}${pathname} cannot be used: ${describeError(error)}`,
      { remedy: remedy ?? `Check ${setting} and that the server is running.`, cause: error },
    )
  })
  if (row && row.major >= 15) return
  throw new CuepointError(
    'database-too-old',
    `The server at ${host} is PostgreSQL ${row?.version ?? 'of an unknown version'}; 15 or newer is needed.`,
  )
}
