import type { Queryable } from './database.ts'

/** A job names the video it is about and nothing else: everything it needs stands in the database. */
export interface Job {
  readonly videoId: string
  /** How often this job has failed before, from 0. */
  readonly failures: number
}

export interface SendOptions {
  /** The job becomes visible when this transaction commits. */
  readonly tx?: Queryable
  /** Seconds until it may run. Default 0. */
  readonly delaySeconds?: number
}

/** A durable queue in the database. */
export interface JobQueue extends AsyncDisposable {
  /** Creates what is missing (schema, queues). Safe when several processes start at once. */
  start(queues: readonly string[]): Promise<void>
  /** At most one waiting job for a queue and a video, beside one that runs: sending it again changes nothing. */
  send(queue: string, videoId: string, options?: SendOptions): Promise<void>
  /**
   * Runs `handle` for each job, `concurrency` at a time and one for each video. A rejection is retried with exponential
   * back-off. A job whose process died counts as failed: on a server another process takes it over within a minute, on the
   * embedded database the next start does at once.
   * `signal` aborts when the job is cancelled (in any process, within 5 s) or the queue is disposed; then the job is given
   * back as not failed, and runs at once when the queue starts again.
   */
  work(queue: string, options: WorkOptions, handle: JobHandler): Promise<void>
  /** Removes the waiting jobs of a video and aborts the running ones. */
  cancel(videoId: string, tx?: Queryable): Promise<void>
  /** Number of jobs waiting and running, by queue. */
  counts(): Promise<ReadonlyMap<string, { waiting: number; running: number }>>
}

export interface WorkOptions {
  readonly concurrency: number
}

export type JobHandler = (job: Job, signal: AbortSignal) => Promise<void>
