import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from '../../src/library/migrate.ts'
import { createUploadLocks, type UploadLocks } from '../../src/library/upload-locks.ts'
import type { Database } from '../../src/ports/database.ts'
import { testDatabases } from '../support/databases.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

const never = new AbortController().signal
const nothing = () => undefined

describe.each(testDatabases)('locks of uploads on $name', (testDatabase) => {
  describe.skipIf(testDatabase.skip)('shared by processes', () => {
    let database: Database

    beforeAll(async () => {
      database = await testDatabase.open()
      await migrate(database)
    })
    afterAll(() => database[Symbol.asyncDispose]())

    /** As another process would. */
    function locksOf(times: Parameters<typeof createUploadLocks>[1] = {}): UploadLocks {
      const quick = { renewEveryMs: 20, askEveryMs: 10 }
      return createUploadLocks({ database, logger: silentLogger }, { ...quick, ...times })
    }

    async function rows(): Promise<number> {
      return (await database.query('select from upload_locks')).length
    }

    it('have one holder at a time', async () => {
      await using one = locksOf()
      await using other = locksOf()
      let holders = 0
      let most = 0
      const use = async (locks: UploadLocks) => {
        const lock = locks.newLock('a')
        await lock.lock(never, nothing)
        most = Math.max(most, ++holders)
        await new Promise((resolve) => setTimeout(resolve, 5))
        holders--
        await lock.unlock()
      }
      await Promise.all(Array.from({ length: 10 }, (_, index) => use(index % 2 ? one : other)))
      expect(most).toBe(1)
      expect(await rows()).toBe(0)
    })

    it('of different uploads have nothing to do with each other', async () => {
      await using locks = locksOf()
      await locks.newLock('a').lock(never, nothing)
      await locks.newLock('b').lock(never, nothing)
      expect(await rows()).toBe(2)
    })

    it('are asked for by whoever comes later, and given up by their holder', async () => {
      await using one = locksOf()
      await using other = locksOf()
      const held = one.newLock('a')
      await held.lock(never, () => held.unlock())
      await other.newLock('a').lock(never, nothing)
      expect(await rows()).toBe(1)
    })

    it('do not ask a holder whom nobody waits for', async () => {
      await using locks = locksOf({ leaseMs: 300 })
      let asked = 0
      await locks.newLock('a').lock(never, () => {
        asked++
      })
      await new Promise((resolve) => setTimeout(resolve, 600))
      expect(asked).toBe(0)
    })

    it('stay with a holder that is alive for longer than their time', async () => {
      await using one = locksOf({ leaseMs: 300 })
      await using other = locksOf({ leaseMs: 300, patienceMs: 1000 })
      await one.newLock('a').lock(never, nothing)
      await expect(other.newLock('a').lock(never, nothing)).rejects.toMatchObject({
        code: 'upload-busy',
        retryable: 'soon',
      })
    })

    it('of a holder that died are taken over when their time is over', async () => {
      await using dead = locksOf({ leaseMs: 200, renewEveryMs: 3_600_000 })
      await using alive = locksOf()
      await dead.newLock('a').lock(never, nothing)
      const beganAtMs = performance.now()
      await alive.newLock('a').lock(never, nothing)
      expect(performance.now() - beganAtMs).toBeGreaterThan(100)
    })

    it('tell a holder that has lost its lock, and are not freed by it', async () => {
      await using late = locksOf({ leaseMs: 100, renewEveryMs: 400 })
      await using other = locksOf()
      const lost = late.newLock('a')
      let isAsked = false
      await lost.lock(never, () => void (isAsked = true))
      await other.newLock('a').lock(never, nothing)
      await until(() => isAsked)
      await lost.unlock()
      expect(await rows()).toBe(1)
    })

    it('are not waited for once the request is over', async () => {
      await using locks = locksOf()
      await locks.newLock('a').lock(never, nothing)
      const over = AbortSignal.timeout(50)
      await expect(locks.newLock('a').lock(over, nothing)).rejects.toMatchObject({
        code: 'upload-busy',
      })
    })

    it('are free when their process has stopped', async () => {
      const stopped = locksOf()
      await stopped.newLock('a').lock(never, nothing)
      await stopped.newLock('b').lock(never, nothing)
      await stopped[Symbol.asyncDispose]()
      expect(await rows()).toBe(0)
    })
  })
})
