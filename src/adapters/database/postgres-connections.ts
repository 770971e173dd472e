import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { z } from 'zod'
import { DatabaseError } from '../../domain/database-error.ts'
import type { Logger } from '../../ports/logger.ts'
import { sqlStateOf, toDatabaseError } from './foreign-error.ts'
import { columnParser } from './postgres-types.ts'

export interface ConnectionsConfig {
  /** `postgres://user:password@host:port/database?sslmode=…` */
  readonly url: string
  /** Where a person has named the server, for the remedy. Default `DATABASE_URL`. */
  readonly setting?: string
  /** Most connections that this process holds. */
  readonly poolSize: number
  /** The server cancels a statement after this time (SQLSTATE 57014). */
  readonly statementTimeoutMs: number
  /** How long a caller waits for a connection, be it one of ours to become free or a new one. Default 10 s. */
  readonly patienceMs?: number
  readonly logger: Logger
}

/** One connection, lent. */
export interface Connection {
  readonly client: pg.PoolClient
  /** Whether each transaction has to bring its settings along, because the server's session is not ours alone. */
  readonly isPooled: boolean
}

/** The connections of one process to a PostgreSQL server. */
export interface Connections extends AsyncDisposable {
  /** What a transaction has to begin with where the session is not ours alone. */
  readonly localSettings: string
  /**
   * Lends one connection; one that comes back broken or inside a transaction is closed instead of kept. A server that has
   * no room or is starting is asked again for a while. Rejects with `DatabaseError`.
   */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>
}

export function openConnections({
  url,
  poolSize,
  statementTimeoutMs,
  patienceMs = 10_000,
  logger,
}: ConnectionsConfig): Connections {
  const settings = sessionSettings(statementTimeoutMs)
  const pooled = new WeakSet<pg.ClientBase>()
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    application_name: 'cuepoint',
    connectionTimeoutMillis: patienceMs,
    keepAlive: true,
    types: { getTypeParser: columnParser },
    ...onConnect(async (client) => {
      if (await isBehindPooler(client)) pooled.add(client)
      // Statements, not start parameters: poolers refuse parameters that they do not know.
      else await client.query(settings.map((setting) => `set ${setting}`).join('; '))
    }),
  })
  // An idle connection that breaks is replaced at its next use; unheard, the event would end the process.
  pool.on('error', (error) => logger.warn({ reason: error.message }, 'database connection lost'))
  return {
    localSettings: settings.map((setting) => `set local ${setting}`).join('; '),
    async use(work) {
      const client = await connect(pool, { poolSize, patienceMs })
      const ignore = () => undefined
      // While it is lent the pool does not listen; the statement that runs reports the loss.
      client.on('error', ignore)
      try {
        return await work({ client, isPooled: pooled.has(client) })
      } finally {
        client.off('error', ignore)
        client.release(client.getTransactionStatus() !== 'I')
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

/** The pool waits for it, which its types do not tell. */
function onConnect(prepare: (client: pg.ClientBase) => Promise<void>) {
  return { onConnect: prepare }
}

/** What our statements count on, whatever the server, the database or the role have as their defaults. */
function sessionSettings(statementTimeoutMs: number): readonly string[] {
  return [`time zone 'UTC'`, `datestyle = 'ISO'`, `statement_timeout = ${statementTimeoutMs}`]
}

/**
 * Whether something stands between that lends the server's sessions to whoever is next (PgBouncer, Supavisor, RDS Proxy):
 * it makes up the process number that a connection is told at its start. What is set on such a session is lost, or worse, found by
 * somebody else.
 */
async function isBehindPooler(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid !== toldProcess.parse(client).processID
}

/** Kept by node-postgres for cancelling; its types do not tell. */
const toldProcess = z.object({ processID: z.number().nullable() })

type Limits = Required<Pick<ConnectionsConfig, 'poolSize' | 'patienceMs'>>

async function connect(pool: pg.Pool, limits: Limits): Promise<pg.PoolClient> {
  const giveUpAt = performance.now() + limits.patienceMs
  for (let pauseMs = 50; ; pauseMs = Math.min(1000, pauseMs * 2)) {
    try {
      return await pool.connect()
    } catch (error) {
      if (!isForLater(error) || performance.now() + pauseMs > giveUpAt) {
        throw explain(error, limits)
      }
      await sleep(pauseMs)
    }
  }
}

/** 53300 too_many_connections, 57P03 cannot_connect_now: it is starting, or recovering from a crash. */
function isForLater(error: unknown): boolean {
  return ['53300', '57P03'].includes(sqlStateOf(error) ?? '')
}

function explain(error: unknown, { poolSize, patienceMs }: Limits): DatabaseError {
  const seconds = patienceMs / 1000
  if (error instanceof Error && error.message === 'timeout exceeded when trying to connect') {
    return new DatabaseError(
      `All ${poolSize} connections of this process to the database were busy for ${seconds} s.`,
      null,
      {
        remedy: 'Raise DATABASE_POOL_SIZE, or look for statements that take long.',
        cause: error,
      },
    )
  }
  if (sqlStateOf(error) === '53300') {
    return new DatabaseError(
      `The database had no room for another connection for ${seconds} s: ${toDatabaseError(error).message}`,
      '53300',
      {
        remedy:
          'Every process opens up to DATABASE_POOL_SIZE connections: lower it, raise max_connections of the server, or put a pooler in front.',
        cause: error,
      },
    )
  }
  return toDatabaseError(error)
}
