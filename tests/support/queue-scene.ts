import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { createJobQueue } from '../../src/adapters/job-queue/index.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Job, JobHandler, JobQueue } from '../../src/ports/job-queue.ts'
import type { TestDatabase } from './databases.ts'
import { silentLogger } from './silent-logger.ts'

/** A started queue for each test of a suite, on one database, under names that no other test uses. */
export class QueueScene {
  readonly #kind: TestDatabase
  #database: Database | null = null
  #opened = new AsyncDisposableStack()
  #queue: JobQueue | null = null
  first = ''
  second = ''

  constructor(kind: TestDatabase) {
    this.#kind = kind
    beforeAll(async () => {
      this.#database = await kind.open()
    })
    beforeEach(async () => {
      this.#opened = new AsyncDisposableStack()
      this.first = `first-${uuidv7()}`
      this.second = `second-${uuidv7()}`
      await this.restart()
    })
    afterEach(() => this.#opened.disposeAsync())
    afterAll(() => this.database[Symbol.asyncDispose]())
  }

  get database(): Database {
    if (!this.#database) throw new Error(`${this.#kind.name} is not open.`)
    return this.#database
  }

  get queue(): JobQueue {
    if (!this.#queue) throw new Error('The queue is not started.')
    return this.#queue
  }

  /** Starts a queue anew, on the jobs that are there. */
  async restart(): Promise<void> {
    const queue = createJobQueue({ database: this.database, logger: silentLogger })
    this.#queue = this.#opened.use(queue)
    await queue.start([this.first, this.second])
  }

  /** Works on a queue and keeps what it was given. */
  async record(
    name = this.first,
    {
      concurrency = 1,
      handle = () => Promise.resolve(),
    }: { concurrency?: number; handle?: JobHandler } = {},
  ): Promise<Job[]> {
    const jobs: Job[] = []
    await this.queue.work(name, { concurrency }, (job, signal) => {
      jobs.push(job)
      return handle(job, signal)
    })
    return jobs
  }

  async counts(name = this.first) {
    return (await this.queue.counts()).get(name) ?? { waiting: 0, running: 0 }
  }

  async isEmpty(name = this.first): Promise<boolean> {
    const { waiting, running } = await this.counts(name)
    return waiting + running === 0
  }
}

/** A handler that works until it is told to stop, as the stages do, and keeps the reasons. */
export function untilAborted(reasons: unknown[]): JobHandler {
  return (_job, signal) =>
    new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        reasons.push(signal.reason)
        reject(new Error('stopped', { cause: signal.reason }))
      })
    })
}
