import { setTimeout as sleep } from 'node:timers/promises'
import { connectionFailure, refusedFailure, type PineconeFailure } from './pinecone-errors.ts'

export interface Patience {
  /** For one try, until the last byte of the answer. */
  readonly timeoutMs: number
  readonly tries: number
  /** After the first try; twice that after the second, and so on. */
  readonly firstPauseMs: number
}

/** A server may ask for more; then the work is given up and comes back by itself. */
const longestPauseMs = 20_000

/**
 * A `fetch` for the client, which itself has no AbortSignal, no time-out and no patience with 429: tries again where the
 * fault may pass (no connection, 408, 429, 5xx), as late as `Retry-After` says. Throws a `CuepointError` for everything
 * but success.
 */
export function patientFetch(
  host: string,
  patience: Patience,
  signal?: AbortSignal,
): (url: string | URL | Request, init?: RequestInit) => Promise<Response> {
  return async (url, init) => {
    for (let tries = 1; ; tries += 1) {
      const outcome = await tryOnce(url, init, host, patience.timeoutMs, signal)
      if (outcome instanceof Response) return outcome
      const pauseMs = pauseAfter(tries, patience, outcome)
      if (!outcome.isPassing || tries >= patience.tries || pauseMs > longestPauseMs)
        throw outcome.error
      await sleep(pauseMs, undefined, { ...(signal && { signal }) })
    }
  }
}

async function tryOnce(
  url: string | URL | Request,
  init: RequestInit | undefined,
  host: string,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Response | PineconeFailure> {
  try {
    const inTime = AbortSignal.any([AbortSignal.timeout(timeoutMs), ...(signal ? [signal] : [])])
    const { status, headers, body } = await readWhole(await fetch(url, { ...init, signal: inTime }))
    if (status >= 200 && status < 300) return new Response(body, { status, headers })
    return refusedFailure(status, headers, body, host)
  } catch (error) {
    signal?.throwIfAborted()
    return connectionFailure(error, host)
  }
}

async function readWhole(response: Response) {
  return { status: response.status, headers: response.headers, body: await response.text() }
}

function pauseAfter(tries: number, { firstPauseMs }: Patience, { retryAfterMs }: PineconeFailure) {
  // Several workers that were turned away at once do not come back at once.
  const jittered = firstPauseMs * 2 ** (tries - 1) * (0.75 + Math.random() / 2)
  return Math.max(retryAfterMs ?? 0, jittered)
}
