import type { JobRun } from './job-table.ts'

/** A job that this process runs. */
export interface RunningJob extends JobRun {
  readonly videoId: string
  /** Tells its handler to stop. */
  readonly stop: AbortController
}

/** What this process runs, and how much more it could. */
export class RunningJobs {
  readonly #jobs = new Map<string, RunningJob>()
  readonly #places = new Map<string, number>()

  addPlaces(queue: string, places: number): void {
    this.#places.set(queue, (this.#places.get(queue) ?? 0) + places)
  }

  /** Queues with a worker that has nothing to do. */
  idleQueues(): string[] {
    const running = [...this.#jobs.values()]
    return [...this.#places]
      .filter(([queue, places]) => running.filter(({ name }) => name === queue).length < places)
      .map(([queue]) => queue)
  }

  all(): RunningJob[] {
    return [...this.#jobs.values()]
  }

  start(run: JobRun, videoId: string): RunningJob {
    const { id, name, retryCount } = run
    const job = { id, name, retryCount, videoId, stop: new AbortController() }
    this.#jobs.set(id, job)
    return job
  }

  end(job: RunningJob): void {
    if (this.#jobs.get(job.id) === job) this.#jobs.delete(job.id)
  }
}
