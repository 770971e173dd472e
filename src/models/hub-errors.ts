/** The hub answered, and not with what was asked for. */
export class HubAnswerError extends Error {
  readonly status: number
  /** How long it asks to be left alone; null when it does not say. */
  readonly retryAfterSeconds: number | null

  constructor(status: number, url: string, retryAfterSeconds: number | null) {
    super(`${url} answered ${status}`)
    this.name = 'HubAnswerError'
    this.status = status
    this.retryAfterSeconds = retryAfterSeconds
  }

  /** Asked too often, or a fault on the other side. */
  get isPassing(): boolean {
    return this.status === 408 || this.status === 429 || this.status >= 500
  }
}

/** No answer, or one that ended before its end. */
export class BrokenLineError extends Error {
  constructor(host: string, cause: unknown) {
    super(`the connection to ${host} failed (${innermostMessage(cause)})`, { cause })
    this.name = 'BrokenLineError'
  }
}

/** From `Retry-After` (seconds or a date), else from the hub's `RateLimit: "api";r=0;t=30`. */
export function retryAfterSeconds(headers: Headers, nowMs: number): number | null {
  const given = headers.get('retry-after')
  if (given !== null) {
    const seconds = /^\d+$/.test(given) ? Number(given) : (Date.parse(given) - nowMs) / 1000
    if (Number.isFinite(seconds)) return Math.max(0, seconds)
  }
  const untilReset = /\bt=(\d+)/.exec(headers.get('ratelimit') ?? '')?.[1]
  return untilReset === undefined ? null : Number(untilReset)
}

/** `fetch failed` says nothing; what it was caused by does. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return innermostMessage(error.cause)
  const isNamed = 'code' in error && typeof error.code === 'string'
  return error.message === '' && isNamed ? String(error.code) : error.message
}
