import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import { testDatabases, testServers } from '../support/databases.ts'
import { openServerDatabase } from '../support/open-server-database.ts'

describe.each(testDatabases)('migrations on $name', (kind) => {
  describe.skipIf(kind.skip)('the tables of the library', () => {
    let database: Database

    beforeEach(async () => {
      database = await kind.open()
    })
    afterEach(() => database[Symbol.asyncDispose]())

    const versions = () =>
      database.query<{ version: number }>('select version from schema_migrations order by version')
    const tables = async () =>
      (
        await database.query<{ name: string }>(
          `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
        )
      ).map(({ name }) => name)

    it('are made in an empty database, and left alone afterwards', async () => {
      await migrate(database)
      const applied = await versions()
      expect(applied.map(({ version }) => version)).toEqual(applied.map((_, index) => index + 1))
      expect(await tables()).toEqual(
        expect.arrayContaining([
          'videos',
          'stages',
          'transcripts',
          'segments',
          'chunks',
          'embeddings',
        ]),
      )
      await database.query(`insert into library_facts values ('kept', '1')`)
      await migrate(database)
      expect(await versions()).toEqual(applied)
      expect(await database.query('select value from library_facts')).toEqual([{ value: 1 }])
    })

    it('get what is new, in order, each change whole', async () => {
      const first = {
        version: 1,
        name: 'one',
        sql: 'create table one (n int); insert into one values (1)',
      }
      const second = {
        version: 2,
        name: 'two',
        sql: 'alter table one add column m int; update one set m = n',
      }
      await migrate(database, [first])
      await migrate(database, [first, second])
      expect(await database.query('select n, m from one')).toEqual([{ n: 1, m: 1 }])
    })

    it('stay as they were when a change fails in the middle', async () => {
      const broken = { version: 1, name: 'broken', sql: 'create table half (n int); select 1 / 0' }
      await expect(migrate(database, [broken])).rejects.toMatchObject({ sqlState: '22012' })
      expect(await tables()).not.toContain('half')
      expect(await versions()).toEqual([])
      await migrate(database, [{ ...broken, sql: 'create table half (n int)' }])
      expect(await tables()).toContain('half')
    })

    it('of a newer Cuepoint are refused and not touched', async () => {
      await migrate(database)
      await database.query(`insert into schema_migrations (version, name) values (999, 'future')`)
      await expect(migrate(database)).rejects.toMatchObject({
        code: 'database-too-new',
        message: expect.stringContaining('version 999') as string,
      })
    })
  })
})

describe.each(testServers)('migrations by several processes on $name', (server) => {
  it.skipIf(server.skip)('happen once', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await (await server.start()).createDatabase()
    const databases = await Promise.all(
      Array.from({ length: 4 }, async () => opened.use(await openServerDatabase(url, 2))),
    )
    await Promise.all(databases.map((database) => migrate(database)))
    const [counts] =
      (await databases[0]?.query<{ rows: number; versions: number }>(
        'select count(*) as rows, count(distinct version) as versions from schema_migrations',
      )) ?? []
    expect(counts?.rows).toBe(counts?.versions)
    expect(counts?.rows).toBeGreaterThan(0)
  })
})
