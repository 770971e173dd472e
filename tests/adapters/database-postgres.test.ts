import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { openPostgresDatabase } from '../../src/adapters/database/postgres.ts'
import type { Database } from '../../src/ports/database.ts'
import { testServers } from '../support/databases.ts'
import { openServerDatabase } from '../support/open-server-database.ts'
import { silentLogger } from '../support/silent-logger.ts'

const open = (url: string): Promise<Database> =>
  openPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: 500, logger: silentLogger })

describe('a PostgreSQL server that is not there', () => {
  it('is named, without its password, and may be there later', async () => {
    const failure = open('postgres://me:very-secret@127.0.0.1:1/library')
    await expect(failure).rejects.toMatchObject({
      code: 'database-unreachable',
      retryable: 'soon',
      message: expect.stringContaining('127.0.0.1:1/library') as string,
      remedy: expect.stringContaining('DATABASE_URL') as string,
    })
    await expect(failure).rejects.not.toThrow('very-secret')
  })

  it('is told from one that speaks something else', async () => {
    const other = createServer((socket) => {
      socket.write('HTTP/1.1 400 Bad Request\r\n\r\n', () => socket.destroy())
    })
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const address = other.address()
    const port = typeof address === 'object' && address ? address.port : 0
    await expect(open(`postgres://me@127.0.0.1:${port}/library`)).rejects.toMatchObject({
      code: 'database-unreachable',
    })
    await new Promise((resolve) => other.close(resolve))
  })
})

describe.each(testServers)('$name', (server) => {
  describe.skipIf(server.skip)('as the database of a library', () => {
    const freshUrl = async () => (await server.start()).createDatabase()

    it('refuses a database that is not there', async () => {
      const started = await server.start()
      await expect(open(started.url('nowhere'))).rejects.toMatchObject({
        code: 'database-unreachable',
        message: expect.stringContaining('"nowhere" does not exist') as string,
      })
    })

    it('says what to do when the role may not create pgvector', async () => {
      const url = await freshUrl()
      const name = new URL(url).pathname.slice(1)
      const started = await server.start()
      await started.execute(
        `create role limited_${name} login; grant all on database ${name} to limited_${name}`,
      )
      const limited = url.replace('postgres@', `limited_${name}@`)
      await started.execute(`revoke create on database ${name} from limited_${name}`)
      await expect(open(limited)).rejects.toMatchObject({
        code: 'pgvector-missing',
        message: expect.stringContaining('may not create it') as string,
        remedy: expect.stringContaining('CREATE EXTENSION vector') as string,
      })
      await started.execute('create extension vector; grant all on schema public to public', name)
      await using database = await open(limited)
      expect(await database.query(`select '[1]'::vector as v`)).toEqual([{ v: '[1]' }])
    })

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
