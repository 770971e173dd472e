import { setTimeout as sleep } from 'node:timers/promises'

/** Time that only goes forward. Another one in tests of waits that take hours. */
export interface Clock {
  /** Since an unspecified moment. */
  nowMs(): number
  /** Rejects with the reason of the abort at once. */
  sleep(ms: number, signal: AbortSignal): Promise<void>
}

export const systemClock: Clock = {
  nowMs: () => performance.now(),
  async sleep(ms, signal) {
    try {
      await sleep(ms, undefined, { signal })
    } catch (error) {
      signal.throwIfAborted()
      throw error
    }
  },
}
