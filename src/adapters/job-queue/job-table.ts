import type { Database, Queryable } from '../../ports/database.ts'

/** One run of a job: pg-boss counts the runs of a job in `retryCount`. */
export interface JobRun {
  readonly id: string
  readonly name: string
  readonly retryCount: number
}

/** The jobs of one video, in the words of the unique index that the policy `stately` has. */
const ofVideo = `policy = 'stately' and coalesce(singleton_key, '')`

/**
 * The queues among `queues` that have a job to run, and which of `runs` have been cancelled or taken over. It is asked
 * many times a minute: each part ends at the first row of an index.
 */
export async function lookAround(
  database: Queryable,
  queues: readonly string[],
  runs: readonly JobRun[],
): Promise<{ ready: string[]; lost: string[] }> {
  const rows = await database.query<{ ready: string | null; lost: string | null }>(
    `select q.name as ready, null::uuid as lost from unnest($1::text[]) as q (name)
      where exists (select 1 from pgboss.job j
                     where j.name = q.name and j.state < 'active' and not j.blocked and j.start_after <= now())
     union all
     select null, r.id from unnest($2::uuid[], $3::text[], $4::int[]) as r (id, name, retry_count)
      where not exists (select 1 from pgboss.job j
                         where j.name = r.name and j.id = r.id and j.state = 'active' and j.retry_count = r.retry_count)`,
    [
      queues,
      runs.map(({ id }) => id),
      runs.map(({ name }) => name),
      runs.map(({ retryCount }) => retryCount),
    ],
  )
  return {
    ready: rows.flatMap(({ ready }) => ready ?? []),
    lost: rows.flatMap(({ lost }) => lost ?? []),
  }
}

/** Whether a job waits for another try. That only one waits for its first try is the work of the policy `stately`. */
export async function waitsForRetry(
  database: Queryable,
  queue: string,
  videoId: string,
): Promise<boolean> {
  const found = await database.query(
    `select 1 from pgboss.job where name = $1 and state = 'retry' and ${ofVideo} = $2`,
    [queue, videoId],
  )
  return found.length > 0
}

/** Removes a job that waits for its first try beside one that waits for another: that one stands for both. */
export async function dropDoubled(tx: Queryable, queue: string, videoId: string): Promise<void> {
  if (!(await waitsForRetry(tx, queue, videoId))) return
  await tx.query(
    `delete from pgboss.job where name = $1 and state = 'created' and ${ofVideo} = $2`,
    [queue, videoId],
  )
}

/** Puts a run back as if it had not begun: it may run at once, and no failure is counted. */
export async function giveBack(database: Database, run: JobRun, videoId: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(
      `update pgboss.job set state = 'retry', started_on = null, heartbeat_on = null
        where name = $1 and id = $2 and state = 'active' and retry_count = $3`,
      [run.name, run.id, run.retryCount],
    )
    await dropDoubled(tx, run.name, videoId)
  })
}

/** Has everything that dead processes were running run again at once. For when nobody else can be at work. */
export async function takeOverAll(database: Database, queues: readonly string[]): Promise<void> {
  await database.transaction(async (tx) => {
    const taken = await tx.query<{ name: string; videoId: string }>(
      `update pgboss.job set state = 'retry', start_after = now(), heartbeat_on = null
        where name = any($1) and state = 'active' returning name, singleton_key as "videoId"`,
      [queues],
    )
    for (const { name, videoId } of taken) await dropDoubled(tx, name, videoId)
  })
}

/** Removes every job of a video, waiting or running. Who runs one finds that it is gone. */
export async function removeJobs(
  tx: Queryable,
  queues: readonly string[],
  videoId: string,
): Promise<void> {
  await tx.query(
    `delete from pgboss.job where name = any($1) and state <= 'active' and ${ofVideo} = $2`,
    [queues, videoId],
  )
}

export async function countJobs(
  database: Queryable,
): Promise<ReadonlyMap<string, { waiting: number; running: number }>> {
  const rows = await database.query<{ name: string; waiting: number; running: number }>(
    `select q.name, count(j.id) filter (where j.state < 'active') as waiting,
            count(j.id) filter (where j.state = 'active') as running
       from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state <= 'active'
      group by q.name`,
  )
  return new Map(rows.map(({ name, ...counts }) => [name, counts]))
}
