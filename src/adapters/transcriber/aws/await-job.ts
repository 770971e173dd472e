import { CuepointError } from '../../../domain/errors.ts'
import type { Clock } from './clock.ts'
import type { Job, Jobs } from './jobs.ts'
import { jobIsGone, neverEnds } from './spent-job.ts'

/**
 * Asks for a job until it has ended. Rejects with `transcriber-never-ends` after so long that it will not any more, by
 * the clock of the service, or, should that not say, by the time that passed here; with the reason of an abort at once.
 */
export async function awaitJob(
  name: string,
  audioSeconds: number,
  { jobs, clock }: { jobs: Pick<Jobs, 'find'>; clock: Clock },
  signal: AbortSignal,
): Promise<Job> {
  const beganMs = clock.nowMs()
  const longestMs = Math.max(shortestPatienceMs, 3 * 1000 * audioSeconds)
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(longestWaitMs, waitMs * 1.5)) {
    const job = await findUnlessBusy(name, jobs, signal)
    if (job !== 'busy') {
      if (job === null) throw jobIsGone(name)
      if (job.status !== 'running') return job
    }
    const ageMs = job === 'busy' ? 0 : job.ageMs
    if (Math.max(ageMs, clock.nowMs() - beganMs) > longestMs) throw neverEnds(name, longestMs)
    await clock.sleep(waitMs, signal)
  }
}

const firstWaitMs = 2_000
const longestWaitMs = 60_000

/**
 * AWS promises no time. Jobs are mostly done in a fraction of the length of the audio, and may queue before when an
 * account has many; this is our own bound.
 */
const shortestPatienceMs = 6 * 3600 * 1000

/** Whoever asks too often is told so, and asks again later. */
async function findUnlessBusy(
  name: string,
  jobs: Pick<Jobs, 'find'>,
  signal: AbortSignal,
): Promise<Job | null | 'busy'> {
  try {
    return await jobs.find(name, signal)
  } catch (error) {
    if (error instanceof CuepointError && error.code === 'transcriber-busy') return 'busy'
    throw error
  }
}
