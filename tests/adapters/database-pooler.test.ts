import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openPostgresDatabase } from '../../src/adapters/database/postgres.ts'
import type { Database } from '../../src/ports/database.ts'
import { databaseTransactionsContract } from '../contracts/database-transactions.ts'
import { databaseContract } from '../contracts/database.ts'
import { jobQueueEndingsContract } from '../contracts/job-queue-endings.ts'
import { pooledDatabase, sessions } from '../support/pgbouncer.ts'
import { silentLogger } from '../support/silent-logger.ts'

const pooled = pooledDatabase()

databaseContract(pooled)
databaseTransactionsContract(pooled)
jobQueueEndingsContract(pooled)

describe.skipIf(pooled.skip)(`sessions that are shared with others, ${pooled.name}`, () => {
  let url = ''
  let database: Database
  let stranger: pg.Client

  beforeEach(async () => {
    url = (await pooled.freshUrl()) ?? ''
    database = await openPostgresDatabase({
      url,
      poolSize: 8,
      statementTimeoutMs: 500,
      logger: silentLogger,
    })
    stranger = new pg.Client({ connectionString: url })
    await stranger.connect()
  })
  afterEach(async () => {
    await stranger.end()
    await database[Symbol.asyncDispose]()
  })

  const tooLong = { sqlState: '57014' }

  it('find none of our settings', async () => {
    await Promise.all([
      database.query('select 1'),
      database.execute('select 1; select 2'),
      database.transaction((tx) => tx.query('select 1')),
      expect(database.query('select 1 / 0')).rejects.toThrow(),
    ])
    // All sessions at the same time, so that none is looked at twice.
    const found = await Promise.all(
      Array.from({ length: sessions }, () => settingsOfAStranger(url)),
    )
    expect(found).toEqual(Array.from({ length: sessions }, () => '0'))
  })

  it('do not keep a statement from being ended that takes too long', async () => {
    await expect(database.query('select pg_sleep(20)')).rejects.toMatchObject(tooLong)
    await expect(database.execute('select 1; select pg_sleep(20)')).rejects.toMatchObject(tooLong)
    await expect(
      database.transaction((tx) => tx.query('select pg_sleep(20)')),
    ).rejects.toMatchObject(tooLong)
  })

  it('do not give us what others have set', async () => {
    await stranger.query(`set datestyle = 'German'; set statement_timeout = 1`)
    await Promise.all(Array.from({ length: 6 }, () => database.query('select pg_sleep(0.05)')))
    const [row] = await database.query<{ day: string; at: Date }>(
      `select '2026-02-03'::date as day, '2026-02-03 12:00+01'::timestamptz as at`,
    )
    expect(row).toEqual({ day: '2026-02-03', at: new Date('2026-02-03T11:00:00Z') })
  })
})

async function settingsOfAStranger(url: string): Promise<string | undefined> {
  const stranger = new pg.Client({ connectionString: url })
  await stranger.connect()
  try {
    const { rows } = await stranger.query<{ timeout: string }>(
      `select current_setting('statement_timeout') as timeout, pg_sleep(0.3)`,
    )
    return rows[0]?.timeout
  } finally {
    await stranger.end()
  }
}
