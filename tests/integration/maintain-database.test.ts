import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DatabaseError } from '../../src/domain/database-error.ts'
import { maintainDatabase } from '../../src/library/maintain-database.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { openEmptyPglite } from '../support/pglite-template.ts'
import { silentLogger } from '../support/silent-logger.ts'

const often = 10

describe('maintenance of the embedded database', () => {
  let database: Database
  let opened: AsyncDisposableStack

  const maintain = (of = database, logger: Logger = silentLogger) =>
    opened.use(maintainDatabase({ database: of, logger }, often))

  beforeEach(async () => {
    opened = new AsyncDisposableStack()
    database = opened.use(await openEmptyPglite())
    await database.execute(`
      create schema queue;
      create table videos (id int primary key, title text);
      create table queue.jobs (id int primary key, state text);
      create table untouched (id int);
      insert into videos select n, repeat('x', 100) from generate_series(1, 2000) n;
      insert into queue.jobs select n, 'sent' from generate_series(1, 2000) n`)
  })
  afterEach(() => opened.disposeAsync())

  const facts = async (table: string) => {
    const [row] = await database.query<{ dead: number; rows: number; size: number }>(
      `select n_dead_tup as dead, reltuples as rows, pg_relation_size(relid) as size
         from pg_stat_user_tables join pg_class on oid = relid where relid = $1::regclass`,
      [table],
    )
    return row
  }
  const vacuums = async (table: string) => {
    const [row] = await database.query<{ vacuums: number }>(
      'select vacuum_count as vacuums from pg_stat_user_tables where relid = $1::regclass',
      [table],
    )
    return row?.vacuums
  }

  it('counts the rows of every table, whosever schema it is in', async () => {
    expect(await facts('videos')).toMatchObject({ rows: -1 })
    maintain()
    await eventually(() => facts('videos')).toMatchObject({ rows: 2000 })
    await eventually(() => facts('queue.jobs')).toMatchObject({ rows: 2000 })
    expect(await vacuums('untouched')).toBe(0)
  })

  it('keeps a table whose rows change all the time from growing', async () => {
    maintain()
    const replaceAll = async () => {
      await database.query('update videos set title = title')
      // Published here, for a vacuum that comes before would count as this round's, and the next one would find no room.
      await database.query('select pg_stat_force_next_flush()')
      await eventually(async () => (await facts('videos'))?.dead).toBe(0)
    }
    await replaceAll()
    const { size = 0 } = (await facts('videos')) ?? {}
    for (let round = 0; round < 5; round++) await replaceAll()
    // Room for the old rows beside the new, and no more.
    expect((await facts('videos'))?.size).toBeLessThanOrEqual(size * 1.1)
  })

  it('leaves a table alone whose few changes do not matter', async () => {
    maintain()
    await eventually(() => facts('queue.jobs')).toMatchObject({ rows: 2000 })
    const before = await vacuums('queue.jobs')
    await database.query(`update queue.jobs set state = 'done' where id <= 100`)
    await database.query('update videos set title = title')
    await eventually(async () => (await facts('videos'))?.dead).toBe(0)
    expect(await vacuums('queue.jobs')).toBe(before)
  })

  it('does not take vectors out of a graph, which would hold up searches, nor try again and again', async () => {
    await database.execute(`
      create table embeddings (id int, vector vector);
      create index on embeddings using hnsw ((vector::vector(2)) vector_cosine_ops);
      insert into embeddings select n, format('[%s,1]', n)::vector from generate_series(1, 300) n`)
    const asked: string[] = []
    maintain(listening(database, asked))
    await eventually(() => facts('embeddings')).toMatchObject({ rows: 300 })
    await database.query('delete from embeddings where id <= 150')
    await eventually(() => facts('embeddings')).toMatchObject({ rows: 150 })
    const looks = countOf(asked, 'select pg_stat')
    await eventually(() => countOf(asked, 'select pg_stat')).toBeGreaterThan(looks + 3)
    const ofVectors = asked.filter((text) => /^vacuum.*embeddings/.test(text))
    expect(ofVectors).toEqual(Array<string>(2).fill('vacuum (index_cleanup off) public.embeddings'))
  })

  it('asks nothing any more once it is disposed', async () => {
    const asked: string[] = []
    const maintenance = maintain(listening(database, asked))
    await eventually(() => asked.length).toBeGreaterThan(2)
    await maintenance[Symbol.asyncDispose]()
    const before = asked.length
    await new Promise((resolve) => setTimeout(resolve, 5 * often))
    expect(asked).toHaveLength(before)
  })

  it('logs what fails and goes on', async () => {
    const warnings: string[] = []
    let failures = 2
    const failing: Database = {
      ...database,
      query: (text, values) =>
        failures-- > 0
          ? Promise.reject(new DatabaseError('no', '53100'))
          : database.query(text, values),
    }
    const logger = { ...silentLogger, warn: (_: object, event: string) => warnings.push(event) }
    maintain(failing, logger)
    await eventually(() => facts('videos')).toMatchObject({ rows: 2000 })
    expect(warnings).toEqual(Array<string>(2).fill('the database could not be maintained'))
  })
})

function eventually<T>(read: () => T) {
  return expect.poll(read, { timeout: 30_000 })
}

/** The database, and a list of what it is asked. */
function listening(database: Database, asked: string[]): Database {
  return {
    ...database,
    query: (text, values) => {
      asked.push(text)
      return database.query(text, values)
    },
  }
}

function countOf(asked: readonly string[], start: string): number {
  return asked.filter((text) => text.startsWith(start)).length
}
