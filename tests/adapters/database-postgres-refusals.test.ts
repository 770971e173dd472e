import { createServer } from 'node:net'
import pg from 'pg'
import { describe, expect, it } from 'vitest'
import { openPostgresDatabase } from '../../src/adapters/database/postgres.ts'
import type { Database } from '../../src/ports/database.ts'
import { testServers } from '../support/databases.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

const open = (url: string): Promise<Database> =>
  openPostgresDatabase({ url, poolSize: 2, statementTimeoutMs: 5000, logger: silentLogger })

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
  describe.skipIf(server.skip)('that is not fit for a library', () => {
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

    it('says that a password is wrong, and does not repeat it', async () => {
      const url = await freshUrl()
      const name = new URL(url).pathname.slice(1)
      const started = await server.start()
      const client = new pg.Client({ connectionString: url })
      await client.connect()
      const { rows } = await client.query<{ file: string }>(
        `select current_setting('hba_file') as file`,
      )
      // In front of the line that trusts everybody.
      await client.query(
        `copy (values ('host all locked_${name} 127.0.0.1/32 scram-sha-256'), ('host all all 127.0.0.1/32 trust'))
           to '${rows[0]?.file ?? ''}'`,
      )
      await client.end()
      await started.execute(
        `create role locked_${name} login superuser password 'right'; select pg_reload_conf()`,
      )
      const withPassword = (password: string) =>
        url.replace('postgres@', `locked_${name}:${password}@`)
      await until(() =>
        open(withPassword('very-secret')).then(
          () => false,
          () => true,
        ),
      )
      const failure = open(withPassword('very-secret'))
      await expect(failure).rejects.toMatchObject({
        code: 'database-unreachable',
        message: expect.stringContaining('password authentication failed') as string,
        remedy: expect.stringContaining('DATABASE_URL') as string,
      })
      await expect(failure).rejects.not.toThrow('very-secret')
      await using database = await open(withPassword('right'))
      expect(await database.query('select 1 as n')).toEqual([{ n: 1 }])
    })

    it('refuses a server that is too old', async () => {
      const url = await freshUrl()
      const name = new URL(url).pathname.slice(1)
      const started = await server.start()
      // A role to which the server says that it is an older one.
      await started.execute(
        `create schema old;
         create function old.current_setting(name text) returns text language sql as
           $$ select case name when 'server_version_num' then '140011' else '14.11' end $$;
         create role old_${name} login superuser;
         alter role old_${name} set search_path = old, pg_catalog, public`,
        name,
      )
      await expect(open(url.replace('postgres@', `old_${name}@`))).rejects.toMatchObject({
        code: 'database-too-old',
        message: expect.stringContaining('PostgreSQL 14.11; 15 or newer is needed') as string,
      })
    })

    it('refuses a pgvector that is too old, and says how it becomes newer', async () => {
      const url = await freshUrl()
      const name = new URL(url).pathname.slice(1)
      await (
        await server.start()
      ).execute(
        `create extension vector; update pg_extension set extversion = '0.7.4' where extname = 'vector'`,
        name,
      )
      await expect(open(url)).rejects.toMatchObject({
        code: 'pgvector-too-old',
        message: expect.stringContaining('pgvector 0.7.4; 0.8 or newer') as string,
        remedy: expect.stringContaining('ALTER EXTENSION vector UPDATE') as string,
      })
    })
  })
})
