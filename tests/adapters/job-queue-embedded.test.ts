import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { v7 as uuidv7 } from 'uuid'
import { createJobQueue } from '../../src/adapters/job-queue/index.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Job } from '../../src/ports/job-queue.ts'
import { openEmptyPglite } from '../support/pglite-template.ts'
import { untilAborted } from '../support/queue-scene.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

describe('a job queue on the embedded database', () => {
  it('takes over at its start what a dead owner was running, and counts a failure', async () => {
    await using database = await openEmptyPglite()
    await using dead = createJobQueue({ database, logger: silentLogger })
    await dead.start(['jobs'])
    const reasons: unknown[] = []
    await dead.work('jobs', { concurrency: 1 }, untilAborted(reasons))
    const videoId = uuidv7()
    await dead.send('jobs', videoId)
    await until(async () => (await dead.counts()).get('jobs')?.running === 1)
    await dead.send('jobs', videoId)

    await using queue = createJobQueue({ database, logger: silentLogger })
    await queue.start(['jobs'])
    expect((await queue.counts()).get('jobs')).toEqual({ waiting: 1, running: 0 })
    const jobs: Job[] = []
    await queue.work('jobs', { concurrency: 1 }, (job) => {
      jobs.push(job)
      return Promise.resolve()
    })
    await until(() => jobs.length === 1)
    expect(jobs).toEqual([{ videoId, failures: 1 }])
    // Who was believed dead is told when it is not.
    await until(() => reasons.length === 1)
  })

  it('asks the database once a second while nothing happens', async () => {
    await using database = await openEmptyPglite()
    let asked = 0
    const counting: Database = {
      ...database,
      query: (text, values) => {
        asked += 1
        return database.query(text, values)
      },
    }
    await using queue = createJobQueue({ database: counting, logger: silentLogger })
    const names = ['a', 'b', 'c', 'd', 'e', 'f']
    await queue.start(names)
    for (const name of names) await queue.work(name, { concurrency: 1 }, () => Promise.resolve())
    await sleep(1000)
    asked = 0
    await sleep(3000)
    expect(asked).toBeLessThanOrEqual(4)
  })
})
