import { setTimeout as sleep } from 'node:timers/promises'
import { BrokenLineError, HubAnswerError } from './hub-errors.ts'

/** How a fault of the line is met. */
export interface Patience {
  /** Attempts without any progress before giving up. */
  readonly attempts: number
  /** Before the second attempt; doubles from there, up to half a minute. */
  readonly firstDelayMs: number
  /** A hub that asks to be left alone for longer is not waited for. */
  readonly longestDelayMs: number
}

/** Tries again after passing faults. `progress` counts up as things move on: then the attempts count anew. */
export async function patiently<T>(
  patience: Patience,
  attempt: () => Promise<T>,
  progress: () => number,
  signal: AbortSignal,
): Promise<T> {
  let before = progress()
  for (let failures = 0; ;) {
    try {
      return await attempt()
    } catch (error) {
      signal.throwIfAborted()
      if (progress() > before) failures = 0
      before = progress()
      failures += 1
      const delayMs = delayBefore(error, failures, patience)
      if (failures >= patience.attempts || delayMs > patience.longestDelayMs) throw error
      await sleep(delayMs, undefined, { signal })
    }
  }
}

/** Infinity where trying again is no use. */
function delayBefore(error: unknown, failures: number, { firstDelayMs }: Patience): number {
  const backOffMs = Math.min(30_000, firstDelayMs * 2 ** (failures - 1))
  if (error instanceof HubAnswerError) {
    if (!error.isPassing) return Infinity
    return Math.max(backOffMs, (error.retryAfterSeconds ?? 0) * 1000)
  }
  return error instanceof BrokenLineError ? backOffMs : Infinity
}
