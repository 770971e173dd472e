import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Database, Queryable } from '../../src/ports/database.ts'
import type { TestDatabase } from '../support/databases.ts'

/** What every database promises about transactions; see the comments of the port. */
export function databaseTransactionsContract(kind: TestDatabase): void {
  describe.skipIf(kind.skip)(`transactions of ${kind.name}`, () => {
    let database: Database

    beforeAll(async () => {
      database = await kind.open()
      await database.execute('create table notes (id int primary key, text text)')
    })
    beforeEach(() => database.execute('truncate notes'))
    afterAll(() => database[Symbol.asyncDispose]())

    const add = (queryable: Queryable, id: number, text = '') =>
      queryable.query('insert into notes values ($1, $2)', [id, text])
    const ids = async () =>
      (await database.query<{ id: number }>('select id from notes order by id')).map(({ id }) => id)

    it('keeps all of a transaction and returns what its work returned', async () => {
      const result = await database.transaction(async (tx) => {
        await add(tx, 1)
        await tx.execute(`insert into notes values (2, ''); insert into notes values (3, '')`)
        return tx.query<{ count: number }>('select count(*) from notes')
      })
      expect(result).toEqual([{ count: 3 }])
      expect(await ids()).toEqual([1, 2, 3])
    })

    it('undoes all of it when its work rejects, and passes the reason on', async () => {
      const reason = new Error('changed my mind')
      const work = database.transaction(async (tx) => {
        await add(tx, 1)
        throw reason
      })
      await expect(work).rejects.toBe(reason)
      expect(await ids()).toEqual([])
    })

    it('undoes all of it when a statement fails', async () => {
      const work = database.transaction(async (tx) => {
        await add(tx, 1)
        await add(tx, 1)
      })
      await expect(work).rejects.toMatchObject({ sqlState: '23505' })
      expect(await ids()).toEqual([])
      await add(database, 1)
    })

    it('does not pretend to have committed when work swallowed the failure of a statement', async () => {
      const work = database.transaction(async (tx) => {
        await add(tx, 1)
        await add(tx, 1).catch(() => undefined)
        return 'fine'
      })
      await expect(work).rejects.toMatchObject({ sqlState: '23505' })
      expect(await ids()).toEqual([])
    })

    it('goes on after a failure that a savepoint took back', async () => {
      await database.transaction(async (tx) => {
        await add(tx, 1)
        await tx.query('savepoint before')
        await add(tx, 1).catch(() => tx.query('rollback to savepoint before'))
        await add(tx, 2)
      })
      expect(await ids()).toEqual([1, 2])
    })

    it('undoes a transaction whose constraint fails at the commit', async () => {
      await database.execute(
        'create table later (id int primary key, note int references notes deferrable initially deferred)',
      )
      const work = database.transaction(async (tx) => {
        await add(tx, 1)
        await tx.query('insert into later values (1, 999)')
      })
      await expect(work).rejects.toMatchObject({ sqlState: '23503' })
      expect(await ids()).toEqual([])
      await database.execute('drop table later')
    })

    it('refuses statements beside its tx within the work, instead of waiting for itself', async () => {
      const refused = { sqlState: '25001' }
      await database.transaction(async (tx) => {
        await expect(database.query('select 1')).rejects.toMatchObject(refused)
        await expect(database.execute('select 1')).rejects.toMatchObject(refused)
        await expect(database.transaction(() => Promise.resolve())).rejects.toMatchObject(refused)
        await add(tx, 1)
      })
      expect(await ids()).toEqual([1])
    })

    it('refuses its tx once it is over', async () => {
      const kept: Queryable[] = []
      await database.transaction((tx) => {
        kept.push(tx)
        return Promise.resolve()
      })
      const failing = database.transaction((tx) => {
        kept.push(tx)
        return Promise.reject(new Error('no'))
      })
      await expect(failing).rejects.toThrow('no')
      for (const tx of kept) {
        await expect(tx.query('select 1')).rejects.toMatchObject({ sqlState: '25P01' })
        await expect(tx.execute('select 1')).rejects.toMatchObject({ sqlState: '25P01' })
      }
    })

    it('keeps transactions that run at the same time apart', async () => {
      const transfers = Array.from({ length: 20 }, (_, n) =>
        database.transaction(async (tx) => {
          await add(tx, n)
          await new Promise((resolve) => setTimeout(resolve, 5))
          if (n % 2 === 1) throw new Error('odd')
        }),
      )
      await Promise.allSettled(transfers)
      expect(await ids()).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18])
    })

    it('loses no update of a row that many transactions count up', async () => {
      await add(database, 1, '0')
      const count = () =>
        database.transaction(async (tx) => {
          const [row] = await tx.query<{ text: string }>('select text from notes for update')
          await tx.query('update notes set text = $1', [String(Number(row?.text) + 1)])
        })
      await Promise.all(Array.from({ length: 20 }, count))
      expect(await database.query('select text from notes')).toEqual([{ text: '20' }])
    })

    it('hides its rows from others until it commits', async () => {
      const inserted = Promise.withResolvers<undefined>()
      const seen = inserted.promise.then(() => ids())
      await database.transaction(async (tx) => {
        await add(tx, 1)
        inserted.resolve(undefined)
        await new Promise((resolve) => setTimeout(resolve, 50))
      })
      // One connection answers after the commit, several before it.
      expect(await seen).toEqual(database.kind === 'server' ? [] : [1])
    })

    it('does not leave a transaction open that several statements began and failed in', async () => {
      await expect(
        database.execute(`begin; insert into notes values (1, ''); select 1 / 0`),
      ).rejects.toMatchObject({ sqlState: '22012' })
      await add(database, 2)
      expect(await ids()).toEqual([2])
    })

    it('does not leave a transaction open that several statements began and did not end', async () => {
      await database.execute(`begin; insert into notes values (1, '')`)
      await add(database, 2)
      expect(await ids()).toEqual([2])
    })
  })
}
