import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DatabaseError } from '../../src/domain/database-error.ts'
import type { Database } from '../../src/ports/database.ts'
import type { TestDatabase } from '../support/databases.ts'

/** What every database promises about statements and values; see the comments of the port. */
export function databaseContract(kind: TestDatabase): void {
  describe.skipIf(kind.skip)(`${kind.name} as a database`, () => {
    let database: Database

    beforeAll(async () => {
      database = await kind.open()
    })
    afterAll(() => database[Symbol.asyncDispose]())

    const value = async (sql: string, ...values: unknown[]) => {
      const [row] = await database.query<{ value: unknown }>(`select ${sql} as value`, values)
      return row?.value
    }

    it('says what it is', () => {
      expect(database.kind).toBe(kind.kind)
      expect(database.hasBm25).toBe(kind.hasBm25)
    })

    it('is not lost by a statement that fails, nor by being disposed', async () => {
      const other = await kind.open()
      await expect(other.query('select 1 / 0')).rejects.toThrow()
      await other[Symbol.asyncDispose]()
      expect(other.lost.aborted).toBe(false)
    })

    it.each([
      ['true', 'true', true],
      ['int2', '7::int2', 7],
      ['int4', '-7', -7],
      ['int8', '9007199254740991::int8', 9007199254740991],
      ['a count', 'count(*)', 1],
      ['numeric', '12.50::numeric', 12.5],
      ['a sum', 'sum(3::int8)', 3],
      ['float8', '0.1::float8', 0.1],
      ['NaN', `'NaN'::float8`, Number.NaN],
      ['infinity', `'-Infinity'::float8`, Number.NEGATIVE_INFINITY],
      ['text', `'ä 漢 🦜'`, 'ä 漢 🦜'],
      ['null', 'null::int', null],
      [
        'uuid',
        `'01890a5d-ac96-774b-bcce-b302099a8057'::uuid`,
        '01890a5d-ac96-774b-bcce-b302099a8057',
      ],
      ['date', `'2026-02-28'::date`, '2026-02-28'],
      [
        'timestamptz',
        `'2026-02-28 12:00:00.123+05:30'::timestamptz`,
        new Date('2026-02-28T06:30:00.123Z'),
      ],
      ['json', `'{"a":[1,null,"x"]}'::json`, { a: [1, null, 'x'] }],
      ['jsonb', `'[1,{"b":true}]'::jsonb`, [1, { b: true }]],
      ['json null', `'null'::jsonb`, null],
      ['bytea', `'\\x00ff10'::bytea`, new Uint8Array([0, 255, 16])],
      ['an array of int', `array[1,null,3]`, [1, null, 3]],
      ['an array of text', `array['a','b,"c"\\','']`, ['a', 'b,"c"\\', '']],
      [
        'an array of arrays',
        `array[array[1,2],array[3,4]]`,
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ['an empty array', `array[]::text[]`, []],
      [
        'an array of uuid',
        `array['01890a5d-ac96-774b-bcce-b302099a8057'::uuid]`,
        ['01890a5d-ac96-774b-bcce-b302099a8057'],
      ],
      ['an array of jsonb', `array['{"a":1}'::jsonb]`, [{ a: 1 }]],
      [
        'an array of times',
        `array['2026-01-01Z'::timestamptz]`,
        [new Date('2026-01-01T00:00:00Z')],
      ],
      ['an enum', `'x'::name`, 'x'],
      ['a vector', `'[1,2.5]'::vector`, '[1,2.5]'],
    ])('reads %s', async (_name, sql, expected) => {
      expect(await value(sql)).toEqual(expected)
    })

    it.each([
      ['a text', '$1::text', `it's "quoted" \\ $1 ;--`],
      ['an empty text', '$1::text', ''],
      ['a number', '$1::float8', -0.5],
      ['a large number', '$1::int8', 2 ** 53 - 1],
      ['a truth', '$1::bool', false],
      ['nothing', '$1::text', null],
      ['a time', '$1::timestamptz', new Date('2026-11-26T01:02:03.456Z')],
      ['bytes', '$1::bytea', new Uint8Array([0, 1, 254, 255])],
      ['an object', '$1::jsonb', { text: `it's`, list: [1, { deep: null }] }],
      ['numbers', '$1::int[]', [1, 2, 3]],
      [
        'texts',
        '$1::text[]',
        ['a', '', 'null', 'NULL', 'with "quotes", \\ and {braces}', 'zwei\nZeilen'],
      ],
      ['nothing among texts', '$1::text[]', ['a', null]],
      ['no texts', '$1::text[]', []],
      ['times', '$1::timestamptz[]', [new Date('2026-11-26T01:02:03Z')]],
      ['objects', '$1::jsonb[]', [{ a: '"' }, { b: [1] }]],
      ['a vector', '$1::vector', '[1,2,3]'],
      ['a million characters', '$1::text', 'ä🦜x'.repeat(250_000)],
      ['three megabytes', '$1::bytea', new Uint8Array(3_000_000).fill(7)],
    ])('binds %s', async (_name, sql, given) => {
      expect(await value(sql, given)).toEqual(given)
    })

    it('takes a list for a json column as JSON text', async () => {
      expect(await value('$1::jsonb', JSON.stringify([1, 'a']))).toEqual([1, 'a'])
    })

    it('takes undefined as nothing', async () => {
      expect(await value('$1::int', undefined)).toBeNull()
    })

    it('returns all rows in order, and none', async () => {
      const rows = await database.query<{ n: number }>(
        'select n from generate_series(1, 50000) as n',
      )
      expect(rows).toHaveLength(50_000)
      expect(rows.at(-1)).toEqual({ n: 50_000 })
      expect(await database.query('select 1 where false')).toEqual([])
    })

    it('runs several statements without values and returns the rows of all of them', async () => {
      const rows = await database.execute(`
        create temporary table several (n int);
        insert into several values (1), (2) returning n;
        select n * 10 as n from several order by n`)
      expect(rows).toEqual([{ n: 1 }, { n: 2 }, { n: 10 }, { n: 20 }])
    })

    it('runs one statement at a time where values can be bound', async () => {
      await expect(database.query('select 1; select 2')).rejects.toMatchObject({
        sqlState: '42601',
      })
    })

    it.each([
      ['a mistake', 'selec 1', '42601'],
      ['an unknown table', 'select * from nowhere', '42P01'],
      ['a division by zero', 'select 1 / 0', '22012'],
      ['a wrong value', `select 'x'::int`, '22P02'],
      ['NUL in a text', `select E'\\x00'`, '22021'],
      [
        'a raised exception',
        `do $$ begin raise exception 'no' using errcode = 'CP001'; end $$`,
        'CP001',
      ],
    ])('rejects with the SQLSTATE of %s and works on', async (_name, sql, sqlState) => {
      const failure = database.query(sql)
      await expect(failure).rejects.toBeInstanceOf(DatabaseError)
      await expect(failure).rejects.toMatchObject({
        code: 'database',
        sqlState,
        retryable: 'never',
      })
      expect(await value('1')).toBe(1)
    })

    it('rejects NUL in a value', async () => {
      await expect(value('$1::text', 'a\u0000b')).rejects.toMatchObject({ sqlState: '22021' })
      expect(await value('$1::text', 'after')).toBe('after')
    })

    it('rejects a value that has no text', async () => {
      await expect(value('$1::text', Symbol('x'))).rejects.toThrow('symbol cannot be bound')
    })

    it('names the constraint that a row breaks', async () => {
      await database.execute('create table things (id int primary key, n int check (n > 0))')
      await database.query('insert into things values (1, 1)')
      await expect(database.query('insert into things values (1, 1)')).rejects.toMatchObject({
        sqlState: '23505',
      })
      await expect(database.query('insert into things values (2, 0)')).rejects.toThrow(
        'things_n_check',
      )
    })

    it('answers many callers at the same time, each with its own rows', async () => {
      const numbers = Array.from({ length: 200 }, (_, n) => n)
      const answers = await Promise.all(numbers.map((n) => value('$1::int', n)))
      expect(answers).toEqual(numbers)
    })

    it('works in UTC, whatever the machine thinks', async () => {
      expect(await value(`current_setting('TimeZone')`)).toBe('UTC')
    })
  })
}
