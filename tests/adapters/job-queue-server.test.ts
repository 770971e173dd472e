import { execa } from 'execa'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { createJobQueue } from '../../src/adapters/job-queue/index.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Job, JobQueue } from '../../src/ports/job-queue.ts'
import { testServers } from '../support/databases.ts'
import { openServerDatabase } from '../support/open-server-database.ts'
import { untilAborted } from '../support/queue-scene.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

describe.each(testServers)('several processes on $name', (server) => {
  const { skip } = server
  // Silence takes its time: one server is enough for it.
  const skipSilence = skip ?? (server === testServers[0] ? null : 'is tested on the other server')
  const freshUrl = async () => (await server.start()).createDatabase()

  const createQueue = (database: Database): JobQueue =>
    createJobQueue({ database, logger: silentLogger, silentSeconds: 10 })

  async function openQueue(opened: AsyncDisposableStack, url: string): Promise<JobQueue> {
    const queue = opened.use(createQueue(opened.use(await openServerDatabase(url))))
    await queue.start(['jobs'])
    return queue
  }

  it.skipIf(skip)('start at once on an empty database', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await freshUrl()
    const queues = await Promise.all(Array.from({ length: 4 }, () => openQueue(opened, url)))
    for (const queue of queues) await queue.send('jobs', uuidv7())
    expect((await queues[0]?.counts())?.get('jobs')).toEqual({ waiting: 4, running: 0 })
  })

  it.skipIf(skip)('share the jobs, each job once', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await freshUrl()
    const queues = [await openQueue(opened, url), await openQueue(opened, url)]
    const jobs: Job[][] = [[], []]
    for (const [index, queue] of queues.entries()) {
      await queue.work('jobs', { concurrency: 3 }, async (job) => {
        jobs[index]?.push(job)
        // One alone would need four times as long as the other needs to look.
        await sleep(200)
      })
    }
    const videoIds = Array.from({ length: 60 }, () => uuidv7())
    for (const videoId of videoIds) await queues[0]?.send('jobs', videoId)
    await until(() => jobs.flat().length >= 60)
    await sleep(300)
    expect(
      jobs
        .flat()
        .map(({ videoId }) => videoId)
        .sort(),
    ).toEqual(videoIds)
    expect(jobs.map(({ length }) => length > 0)).toEqual([true, true])
  })

  it.skipIf(skip)('cancel what runs in another', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await freshUrl()
    const [mine, other] = [await openQueue(opened, url), await openQueue(opened, url)]
    const videoId = uuidv7()
    const reasons: unknown[] = []
    await other.work('jobs', { concurrency: 1 }, untilAborted(reasons))
    await mine.send('jobs', videoId)
    await until(async () => (await mine.counts()).get('jobs')?.running === 1)
    await mine.cancel(videoId)
    await until(() => reasons.length === 1)
    expect((await mine.counts()).get('jobs')).toEqual({ waiting: 0, running: 0 })
  })

  it.skipIf(skipSilence)('take over the job of one that was killed', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await freshUrl()
    const queue = await openQueue(opened, url)
    const script = join(import.meta.dirname, '../support/crash-queue.ts')
    const worker = execa(process.execPath, [script, url, 'jobs'], { reject: false, buffer: false })
    opened.defer(() => void worker.kill('SIGKILL'))
    const videoId = uuidv7()
    await queue.send('jobs', videoId)
    for await (const line of worker) if (line === 'running') worker.kill('SIGKILL')
    await worker
    const jobs: Job[] = []
    await queue.work('jobs', { concurrency: 1 }, (job) => {
      jobs.push(job)
      return Promise.resolve()
    })
    await until(() => jobs.length === 1)
    expect(jobs).toEqual([{ videoId, failures: 1 }])
  })

  it.skipIf(skipSilence)('do not take over the job of one that is alive', async () => {
    await using opened = new AsyncDisposableStack()
    const url = await freshUrl()
    const [busy, idle] = [await openQueue(opened, url), await openQueue(opened, url)]
    const [busyJobs, idleJobs]: [Job[], Job[]] = [[], []]
    const gate = Promise.withResolvers<undefined>()
    await busy.work('jobs', { concurrency: 1 }, (job) => {
      busyJobs.push(job)
      return gate.promise
    })
    await busy.send('jobs', uuidv7())
    await until(() => busyJobs.length === 1)
    await idle.work('jobs', { concurrency: 1 }, (job) => {
      idleJobs.push(job)
      return Promise.resolve()
    })
    await sleep(22_000)
    expect(idleJobs).toEqual([])
    gate.resolve(undefined)
    await until(async () => (await idle.counts()).get('jobs')?.running === 0)
    expect([...busyJobs, ...idleJobs]).toHaveLength(1)
  })
})
