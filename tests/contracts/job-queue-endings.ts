import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { createJobQueue } from '../../src/adapters/job-queue/index.ts'
import type { Job, JobHandler } from '../../src/ports/job-queue.ts'
import type { TestDatabase } from '../support/databases.ts'
import { QueueScene, untilAborted } from '../support/queue-scene.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

/** What every queue promises about jobs that are cancelled, and about its own end; see the comments of the port. */
export function jobQueueEndingsContract(kind: TestDatabase): void {
  describe.skipIf(kind.skip)(`the endings of a job queue on ${kind.name}`, () => {
    const scene = new QueueScene(kind)

    it('removes the waiting jobs of a cancelled video from every queue, and no others', async () => {
      const [videoId, other] = [uuidv7(), uuidv7()]
      await scene.queue.send(scene.first, videoId)
      await scene.queue.send(scene.second, videoId, { delaySeconds: 60 })
      await scene.queue.send(scene.first, other)
      await scene.queue.cancel(videoId)
      const jobs = [...(await scene.record()), ...(await scene.record(scene.second))]
      await until(() => scene.isEmpty())
      expect(await scene.counts(scene.second)).toEqual({ waiting: 0, running: 0 })
      expect(jobs).toEqual([])
    })

    it('aborts the running jobs of a cancelled video and does not try them again', async () => {
      const videoId = uuidv7()
      const aborted: unknown[] = []
      const jobs = await scene.record(scene.first, { handle: untilAborted(aborted) })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await scene.database.transaction((tx) => scene.queue.cancel(videoId, tx))
      await until(() => aborted.length === 1)
      await sleep(700)
      expect(await scene.isEmpty()).toBe(true)
      expect(jobs).toHaveLength(1)
    })

    it('runs a video that was cancelled and sent again in one transaction', async () => {
      const videoId = uuidv7()
      const aborted: unknown[] = []
      const stopAtFirst: JobHandler = (job, signal) =>
        jobs.length === 1 ? untilAborted(aborted)(job, signal) : Promise.resolve()
      const jobs: Job[] = await scene.record(scene.first, {
        handle: (job, signal) => stopAtFirst(job, signal),
      })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await scene.database.transaction(async (tx) => {
        await scene.queue.cancel(videoId, tx)
        await scene.queue.send(scene.first, videoId, { tx })
      })
      await until(() => jobs.length === 2)
      await until(() => scene.isEmpty())
      expect(aborted).toHaveLength(1)
    })

    it('aborts what runs when it is disposed, and the next queue runs it at once, as not failed', async () => {
      const videoId = uuidv7()
      const aborted: unknown[] = []
      const jobs = await scene.record(scene.first, { handle: untilAborted(aborted) })
      await scene.queue.send(scene.first, videoId)
      await until(() => jobs.length === 1)
      await scene.queue.send(scene.first, videoId)
      await scene.queue[Symbol.asyncDispose]()
      expect(aborted).toHaveLength(1)
      await scene.restart()
      expect(await scene.counts()).toEqual({ waiting: 1, running: 0 })
      const after = await scene.record()
      await until(() => scene.isEmpty())
      expect(after).toEqual([{ videoId, failures: 0 }])
    })

    it('lets what is about to end end when it is disposed', async () => {
      const jobs = await scene.record(scene.first, { handle: () => sleep(300) })
      await scene.queue.send(scene.first, uuidv7())
      await until(() => jobs.length === 1)
      await scene.queue[Symbol.asyncDispose]()
      await scene.restart()
      expect(await scene.isEmpty()).toBe(true)
    })

    it('is disposed without having been started', async () => {
      const unused = createJobQueue({ database: scene.database, logger: silentLogger })
      await expect(unused[Symbol.asyncDispose]()).resolves.toBeUndefined()
    })
  })
}
