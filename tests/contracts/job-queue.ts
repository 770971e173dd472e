import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import type { TestDatabase } from '../support/databases.ts'
import { QueueScene } from '../support/queue-scene.ts'
import { until } from '../support/until.ts'

/** What every queue promises about jobs that run to their end; see the comments of the port. */
export function jobQueueContract(kind: TestDatabase): void {
  describe.skipIf(kind.skip)(`a job queue on ${kind.name}`, () => {
    const scene = new QueueScene(kind)

    it('runs a job once, with the video that it is about', async () => {
      const videoId = uuidv7()
      const jobs = await scene.record()
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length > 0)
      await until(() => scene.isEmpty())
      expect(jobs).toEqual([{ videoId, failures: 0 }])
    })

    it('runs what was sent before anybody worked', async () => {
      const videoIds = [uuidv7(), uuidv7(), uuidv7()]
      for (const videoId of videoIds) await scene.queue.send(scene.first, videoId)
      const jobs = await scene.record()
      await until(() => scene.isEmpty())
      expect(jobs.map(({ videoId }) => videoId)).toEqual(videoIds)
    })

    it('starts again on what is there', async () => {
      await scene.queue.send(scene.first, uuidv7())
      const third = `third-${uuidv7()}`
      await scene.queue.start([scene.first, third])
      expect(await scene.counts()).toEqual({ waiting: 1, running: 0 })
      expect(await scene.counts(third)).toEqual({ waiting: 0, running: 0 })
    })

    it('shows a job when the transaction commits that sent it, not before', async () => {
      const jobs = await scene.record()
      await scene.database.transaction(async (tx) => {
        await scene.queue.send(scene.first, uuidv7(), { tx })
        await sleep(300)
        expect(jobs).toEqual([])
      })
      await until(() => jobs.length === 1)
    })

    it('forgets a job whose transaction was rolled back', async () => {
      const jobs = await scene.record()
      const failure = new Error('rolled back')
      const rolledBack = scene.database.transaction(async (tx) => {
        await scene.queue.send(scene.first, uuidv7(), { tx })
        throw failure
      })
      await expect(rolledBack).rejects.toBe(failure)
      expect(await scene.counts()).toEqual({ waiting: 0, running: 0 })
      await scene.queue.send(scene.first, uuidv7())
      await until(() => scene.isEmpty())
      expect(jobs).toHaveLength(1)
    })

    it('keeps one waiting job for a queue and a video', async () => {
      const videoId = uuidv7()
      await scene.queue.send(scene.first, videoId)
      await scene.queue.send(scene.first, videoId, { delaySeconds: 60 })
      await scene.database.transaction((tx) => scene.queue.send(scene.first, videoId, { tx }))
      await Promise.all(Array.from({ length: 5 }, () => scene.queue.send(scene.first, videoId)))
      await scene.queue.send(scene.second, videoId)
      await scene.queue.send(scene.first, uuidv7())
      expect(await scene.counts()).toEqual({ waiting: 2, running: 0 })
      expect(await scene.counts(scene.second)).toEqual({ waiting: 1, running: 0 })
    })

    it('lets a job wait while one for the same video runs, and runs it afterwards', async () => {
      const videoId = uuidv7()
      const gate = Promise.withResolvers<undefined>()
      const jobs = await scene.record(scene.first, { concurrency: 2, handle: () => gate.promise })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await scene.queue.send(scene.first, videoId)
      await scene.queue.send(scene.first, videoId)
      expect(await scene.counts()).toEqual({ waiting: 1, running: 1 })
      await sleep(700)
      expect(jobs).toHaveLength(1)
      gate.resolve(undefined)
      await until(() => scene.isEmpty())
      expect(jobs).toHaveLength(2)
    })

    it('lets a job wait for its time', async () => {
      const jobs = await scene.record()
      const sentAt = performance.now()
      await scene.queue.send(scene.first, uuidv7(), { delaySeconds: 2 })
      await until(() => jobs.length === 1)
      // The database's clock and this one may differ by a little.
      expect(performance.now() - sentAt).toBeGreaterThan(1800)
    })

    it('tries a failed job again, later each time, and tells how often it failed', async () => {
      const videoId = uuidv7()
      const triedAt: number[] = []
      const jobs = await scene.record(scene.first, {
        handle: ({ failures }) => {
          triedAt.push(performance.now())
          return failures < 2 ? Promise.reject(new Error('not yet')) : Promise.resolve()
        },
      })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await until(async () => (await scene.counts()).waiting === 1)
      await scene.queue.send(scene.first, videoId)
      expect(await scene.counts()).toEqual({ waiting: 1, running: 0 })
      await until(() => scene.isEmpty())
      expect(jobs.map(({ failures }) => failures)).toEqual([0, 1, 2])
      const [one = 0, two = 0, three = 0] = triedAt
      expect(two - one).toBeGreaterThan(500)
      expect(three - two).toBeGreaterThan(two - one)
    })

    it('keeps one waiting job when one fails beside which another waits', async () => {
      const videoId = uuidv7()
      const gate = Promise.withResolvers<undefined>()
      const jobs = await scene.record(scene.first, {
        handle: async ({ failures }) => {
          await gate.promise
          if (failures === 0) throw new Error('once')
        },
      })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await scene.queue.send(scene.first, videoId)
      gate.resolve(undefined)
      await until(async () => (await scene.counts()).running === 0)
      expect(await scene.counts()).toEqual({ waiting: 1, running: 0 })
      await until(() => scene.isEmpty())
      expect(jobs.map(({ failures }) => failures)).toEqual([0, 1])
    })

    it('runs as many jobs at a time as it was told, and the rest after them', async () => {
      let now = 0
      let most = 0
      const jobs = await scene.record(scene.first, {
        concurrency: 3,
        handle: async () => {
          most = Math.max(most, ++now)
          await sleep(50)
          now -= 1
        },
      })
      for (let count = 0; count < 20; count++) await scene.queue.send(scene.first, uuidv7())
      await until(() => scene.isEmpty())
      expect(jobs).toHaveLength(20)
      expect(most).toBe(3)
    })

    it('does not count a job that runs as one that waits', async () => {
      const gate = Promise.withResolvers<undefined>()
      const jobs = await scene.record(scene.second, { handle: () => gate.promise })
      await scene.queue.send(scene.second, uuidv7())
      await scene.queue.send(scene.second, uuidv7())
      await until(() => jobs.length === 1)
      expect(await scene.counts(scene.second)).toEqual({ waiting: 1, running: 1 })
      expect(await scene.counts(scene.first)).toEqual({ waiting: 0, running: 0 })
      gate.resolve(undefined)
    })
  })
}
