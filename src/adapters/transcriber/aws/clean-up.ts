import type { Logger } from '../../../ports/logger.ts'
import { temporaryFolder, type Bucket } from './bucket.ts'
import type { Jobs } from './jobs.ts'
import { folderOf, jobOfObject } from './names.ts'

interface Place {
  readonly bucket: Bucket
  readonly jobs: Jobs
  readonly logger: Logger
}

/** Removes jobs and objects of a request. Never rejects: what is left over is swept after some days. */
export async function removeRequest(requestKey: string, place: Place): Promise<void> {
  const signal = AbortSignal.timeout(removalMs)
  try {
    await removeAll(await place.bucket.list(folderOf(requestKey), null, signal), place, signal)
  } catch (error) {
    place.logger.warn(
      { requestKey, error },
      'temporary audio is not removed now; it is swept later',
    )
  }
}

/** An abort is answered within seconds, and waits for this. */
const removalMs = 5_000

/**
 * Removes what crashed or killed processes left over: objects, and their jobs, that are older than a week by the clock
 * of the service. `isInUse` spares a request that is being worked on, however old.
 */
export async function sweepOldRequests(
  isInUse: (key: string) => boolean,
  place: Place,
  signal: AbortSignal,
): Promise<void> {
  try {
    const old = await place.bucket.list(temporaryFolder, oldMs, signal)
    const keys = old.filter((key) => !isInUse(key))
    if (keys.length === 0) return
    await removeAll(keys, place, signal)
    place.logger.info({ objects: keys.length }, 'old temporary audio removed')
  } catch (error) {
    if (!signal.aborted) place.logger.warn({ error }, 'old temporary audio could not be removed')
  }
}

const oldMs = 7 * 24 * 3600 * 1000

/** Objects last: they tell which jobs there are. A job that still runs stays, and its result is swept later. */
async function removeAll(
  keys: readonly string[],
  { bucket, jobs }: Place,
  signal: AbortSignal,
): Promise<void> {
  const names = new Set(keys.map(jobOfObject).filter((name) => name !== null))
  for (const name of names) await jobs.remove(name, signal)
  for (const key of keys) await bucket.remove(key, signal)
}
