/** How many bytes a second pass, smoothed so that a person can read it. */
export interface RateMeter {
  /** Takes how far it is now; answers with the rate, null until there is one. */
  readonly measure: (sentBytes: number, atMs: number) => number | null
}

/** A jump loses half of its weight in this time. */
const halfLifeMs = 3000
/** Shorter spans say more about the browser's buffers than about the line. */
const shortestMs = 250

export function createRateMeter(): RateMeter {
  let last: { bytes: number; atMs: number } | null = null
  let rate: number | null = null
  return {
    measure(sentBytes, atMs) {
      // What the server has already after a resume was not sent now.
      if (last === null || sentBytes < last.bytes) {
        last = { bytes: sentBytes, atMs }
        return rate
      }
      const spanMs = atMs - last.atMs
      if (spanMs < shortestMs) return rate
      const current = ((sentBytes - last.bytes) / spanMs) * 1000
      const weight = 1 - 0.5 ** (spanMs / halfLifeMs)
      rate = rate === null ? current : rate + (current - rate) * weight
      last = { bytes: sentBytes, atMs }
      return rate
    },
  }
}

/** Seconds until the rest has passed, null while that cannot be said. */
export function secondsLeft(restBytes: number, bytesPerSecond: number | null): number | null {
  if (restBytes <= 0) return 0
  return bytesPerSecond === null || bytesPerSecond < 1 ? null : restBytes / bytesPerSecond
}
