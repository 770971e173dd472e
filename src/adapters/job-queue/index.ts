import { PgBoss, type Job as BossJob } from 'pg-boss'
import type { Database } from '../../ports/database.ts'
import type { JobHandler, JobQueue } from '../../ports/job-queue.ts'
import type { Logger } from '../../ports/logger.ts'
import { bossDatabase } from './boss-database.ts'
import * as table from './job-table.ts'
import { LookOut } from './look-out.ts'
import { RunningJobs, type RunningJob } from './running-jobs.ts'

export interface JobQueueConfig {
  readonly database: Database
  readonly logger: Logger
  /** On a server, a process that is silent for so long is taken for dead. At least 10. */
  readonly silentSeconds?: number
}

const day = 24 * 3600

const queueOptions = {
  // Rejections and dead workers together; the delay doubles with each.
  retryLimit: 20,
  retryDelay: 2,
  retryBackoff: true,
  retryDelayMax: 300,
  // It may wait a year behind others, and run for a day: then it runs anew, from where it was.
  retentionSeconds: 365 * day,
  expireInSeconds: day,
  deleteAfterSeconds: 3600,
}

/** How long handlers may take to stop when the queue is disposed. */
const drainMs = 10_000

/** pg-boss's own polling; `look` below wakes its workers long before. */
const pollSeconds = 60

/** Jobs by pg-boss in the database of the library, embedded or on a server. */
export function createJobQueue({ database, logger, silentSeconds = 30 }: JobQueueConfig): JobQueue {
  // The embedded database has one owner: nobody else runs jobs, and nobody has to be watched.
  const isShared = database.kind === 'server'
  const superviseSeconds = isShared ? 10 : 600
  const boss = new PgBoss({
    db: bossDatabase(database),
    backend: isShared ? 'postgres' : 'pglite',
    schedule: false,
    registerInstance: false,
    superviseIntervalSeconds: superviseSeconds,
    monitorIntervalSeconds: superviseSeconds,
    maintenanceIntervalSeconds: 3600,
    monitorVacuum: isShared,
    openTelemetry: { enabled: false },
  })
  boss.on('error', (error) => logger.warn({ error }, 'the queue had a fault'))
  const queues: string[] = []
  const workers = new Map<string, string[]>()
  const running = new RunningJobs()
  const closing = new AbortController()
  let lookOut: LookOut | null = null

  const wake = (queue: string) => {
    for (const id of workers.get(queue) ?? []) boss.notifyWorker(id)
  }

  const look = async () => {
    const idle = running.idleQueues()
    const runs = running.all()
    if (idle.length === 0 && runs.length === 0) return
    const { ready, lost } = await table.lookAround(database, idle, runs)
    for (const queue of ready) wake(queue)
    for (const { id, stop } of runs) {
      if (lost.includes(id)) stop.abort(new Error('The job was cancelled or taken over.'))
    }
  }

  const lookQuietly = () =>
    look().catch((error: unknown) => logger.warn({ error }, 'the queue could not be looked at'))

  const runJob = async (bossJob: BossJob<{ videoId: string }>, handle: JobHandler) => {
    const { videoId } = bossJob.data
    const job = running.start(bossJob, videoId)
    const signal = AbortSignal.any([job.stop.signal, bossJob.signal, closing.signal])
    try {
      signal.throwIfAborted()
      await handle({ videoId, failures: bossJob.retryCount }, signal)
    } catch (error) {
      await settle(job, error)
    } finally {
      running.end(job)
    }
  }

  /** Afterwards the job is not active any more, and pg-boss finds nothing that it could complete. */
  const settle = async (job: RunningJob, error: unknown) => {
    if (closing.signal.aborted) return table.giveBack(database, job, job.videoId)
    const output = { message: error instanceof Error ? error.message : String(error) }
    await database.transaction(async (tx) => {
      await boss.fail(job.name, job, output, { db: bossDatabase(tx) })
      await table.dropDoubled(tx, job.name, job.videoId)
    })
  }

  return {
    async start(names) {
      await boss.start({ attempts: 5 })
      const options = {
        ...queueOptions,
        ...(isShared && { heartbeatSeconds: silentSeconds }),
      }
      for (const name of names) {
        await boss.createQueue(name, { ...options, policy: 'stately' })
        await boss.updateQueue(name, options)
      }
      queues.push(...names)
      if (!isShared) await table.takeOverAll(database, names)
      // Alone, it knows of everything that is sent, and looks only for what becomes due.
      lookOut ??= new LookOut(lookQuietly, isShared ? 500 : 1000)
    },

    async send(queue, videoId, { tx, delaySeconds = 0 } = {}) {
      if (await table.waitsForRetry(tx ?? database, queue, videoId)) return
      const db = bossDatabase(tx ?? database)
      await boss.send(queue, { videoId }, { db, singletonKey: videoId, startAfter: delaySeconds })
      lookOut?.hurry()
    },

    async work(queue, { concurrency }, handle) {
      running.addPlaces(queue, concurrency)
      for (let place = 0; place < concurrency; place++) {
        const id = await boss.work<{ videoId: string }>(
          queue,
          { pollingIntervalSeconds: pollSeconds },
          async ([job]) => {
            if (job) await runJob(job, handle)
            // More may be waiting: it looks again at once, where it would sleep until the next poll.
            wake(queue)
          },
        )
        workers.set(queue, [...(workers.get(queue) ?? []), id])
      }
    },

    async cancel(videoId, tx) {
      await table.removeJobs(tx ?? database, queues, videoId)
      lookOut?.hurry()
    },

    counts: () => table.countJobs(database),

    async [Symbol.asyncDispose]() {
      await lookOut?.[Symbol.asyncDispose]()
      closing.abort(new Error('The queue is closing.'))
      await boss.stop({ graceful: true, timeout: drainMs, close: false })
    },
  }
}
