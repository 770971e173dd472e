import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openPostgresDatabase } from '../../src/adapters/database/postgres.ts'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import { testServers } from '../support/databases.ts'
import { openServerDatabase } from '../support/open-server-database.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

const open = (url: string): Promise<Database> =>
  openPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: 500, logger: silentLogger })

describe.each(testServers)('$name', (server) => {
  describe.skipIf(server.skip)('as the database of a library', () => {
    const freshUrl = async () => (await server.start()).createDatabase()

    it('ends a statement that takes too long and works on', async () => {
      await using database = await open(await freshUrl())
      await expect(database.query('select pg_sleep(30)')).rejects.toMatchObject({
        sqlState: '57014',
      })
      expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
    })

    it('survives that its connections are cut, in the middle and between', async () => {
      const url = await freshUrl()
      await using database = await openServerDatabase(url, 2)
      await using other = await openServerDatabase(url, 1)
      await database.execute('create table kept (n int)')
      const cut = () =>
        other.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        )
      const sleeping = database.query('select pg_sleep(20)').catch((error: unknown) => error)
      const half = database
        .transaction(async (tx) => {
          await tx.query('insert into kept values (1)')
          await cut()
          await tx.query('insert into kept values (2)')
        })
        .catch((error: unknown) => error)
      for (const failure of await Promise.all([sleeping, half])) {
        expect(failure).toMatchObject({ code: 'database', retryable: 'soon' })
      }
      await sleep(200)
      expect(await database.query('select n from kept')).toEqual([])
      await cut()
      // Until the pool has heard of it, it would lend a connection that is dead.
      await sleep(200)
      await database.transaction((tx) => tx.query('insert into kept values (3)'))
      expect(await database.query('select n from kept')).toEqual([{ n: 3 }])
    })

    it('lends no more connections than it may, and each caller waits for its turn', async () => {
      await using database = await openServerDatabase(await freshUrl(), 2)
      const busy = await Promise.all(
        Array.from({ length: 10 }, () =>
          database.query<{ n: number }>(
            `select count(*) as n from pg_stat_activity where datname = current_database() and application_name = 'cuepoint'`,
          ),
        ),
      )
      expect(Math.max(...busy.flat().map(({ n }) => n))).toBeLessThanOrEqual(2)
    })

    it('says that all its own connections are busy, and works on', async () => {
      await using database = await openPostgresDatabase({
        url: await freshUrl(),
        poolSize: 1,
        statementTimeoutMs: 60_000,
        patienceMs: 300,
        logger: silentLogger,
      })
      const gate = Promise.withResolvers<undefined>()
      const busy = database.transaction(() => gate.promise)
      await expect(database.query('select 1')).rejects.toMatchObject({
        code: 'database',
        retryable: 'soon',
        message: expect.stringContaining('All 1 connections') as string,
        remedy: expect.stringContaining('DATABASE_POOL_SIZE') as string,
      })
      gate.resolve(undefined)
      await busy
      expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
    })

    describe('that has no room for more connections', () => {
      /** One connection, and somebody else has it until the function that is returned is called. */
      async function fullUrl(): Promise<{ url: string; makeRoom: () => Promise<void> }> {
        const url = await freshUrl()
        const name = new URL(url).pathname.slice(1)
        const started = await server.start()
        await started.execute('create extension vector', name)
        await started.execute(
          `create role crowded_${name} login superuser; alter database ${name} connection limit 1`,
        )
        await started.execute(
          `alter role crowded_${name} nosuperuser; grant all on schema public to public`,
          name,
        )
        const limited = url.replace('postgres@', `crowded_${name}@`)
        const other = new pg.Client({ connectionString: limited })
        await other.connect()
        return { url: limited, makeRoom: () => other.end() }
      }

      const openWith = (url: string, patienceMs: number) =>
        openPostgresDatabase({
          url,
          poolSize: 2,
          statementTimeoutMs: 10_000,
          patienceMs,
          logger: silentLogger,
        })

      it('is waited for', async () => {
        const { url, makeRoom } = await fullUrl()
        const opening = openWith(url, 20_000)
        await sleep(300)
        await makeRoom()
        await using database = await opening
        // The second connection has no room either: whoever wants it waits for the first.
        const both = ['select pg_sleep(0.2)', 'select 1'].map((sql) => database.query(sql))
        expect(await Promise.all(both)).toHaveLength(2)
      })

      it('is named with what to do', async () => {
        const { url, makeRoom } = await fullUrl()
        await expect(openWith(url, 300)).rejects.toMatchObject({
          code: 'database-unreachable',
          retryable: 'soon',
          message: expect.stringContaining('no room for another connection') as string,
          remedy: expect.stringContaining('max_connections') as string,
        })
        await makeRoom()
      })
    })

    it('is there again when its server was started anew', async () => {
      const url = await freshUrl()
      await using database = await openServerDatabase(url, 2)
      await database.execute('create table kept (n int)')
      await database.query('insert into kept values (1)')
      const cut = database.query('select pg_sleep(60)').catch((error: unknown) => error)
      await sleep(100)
      await (await server.start()).restart()
      expect(await cut).toMatchObject({ code: 'database', retryable: 'soon' })
      await until(async () => (await database.query('select 1').catch(() => [])).length === 1)
      expect(await database.query('select n from kept')).toEqual([{ n: 1 }])
    })

    it('gives the same values whatever the defaults of its database are', async () => {
      const url = await freshUrl()
      const name = new URL(url).pathname.slice(1)
      await (
        await server.start()
      ).execute(
        `alter database ${name} set timezone = 'Asia/Kolkata'; alter database ${name} set datestyle = 'German, DMY'`,
      )
      await using database = await open(url)
      const at = `'2026-02-28 12:00:00.123+05:30'::timestamptz`
      expect(await database.query(`select ${at} as at, date '2026-03-04' as day`)).toEqual([
        { at: new Date('2026-02-28T06:30:00.123Z'), day: '2026-03-04' },
      ])
    })

    it('waits for a migration of another process longer than a statement may take', async () => {
      const url = await freshUrl()
      await using slow = await open(url)
      await using waiting = await open(url)
      const sql = 'select pg_sleep(1.5); create table slowly_made (n int)'
      const migrations = [{ version: 1, name: 'slow', sql }]
      await Promise.all([migrate(slow, migrations), migrate(waiting, migrations)])
      expect(await waiting.query('select version from schema_migrations')).toEqual([{ version: 1 }])
    })

    it('is opened by several processes at once', async () => {
      await using opened = new AsyncDisposableStack()
      const url = await freshUrl()
      const databases = await Promise.all(
        Array.from({ length: 5 }, async () => opened.use(await open(url))),
      )
      expect(databases.map(({ hasBm25 }) => hasBm25)).toEqual(databases.map(() => server.hasBm25))
    })
  })
})
