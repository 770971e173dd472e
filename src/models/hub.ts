import {
  getDefaultAutoSelectFamilyAttemptTimeout,
  setDefaultAutoSelectFamilyAttemptTimeout,
} from 'node:net'
import type { Secret } from '../config/secret.ts'
import { BrokenLineError, HubAnswerError, retryAfterSeconds } from './hub-errors.ts'

/** The Hugging Face hub, or a mirror that speaks as it does. */
export interface Hub {
  /** Without a slash at the end. */
  readonly endpoint: string
  readonly token: Secret | null
  /** A connection that gives nothing for so long is given up. */
  readonly idleTimeoutMs: number
}

export interface HubRequest {
  readonly method: 'GET' | 'HEAD'
  readonly headers?: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  /** Whether to take a redirect as the answer. */
  readonly isAnswer?: (response: Response) => boolean
}

export function fileUrl({ endpoint }: Hub, repo: string, revision: string, path: string): string {
  return `${endpoint}/${repo}/resolve/${revision}/${path}`
}

/**
 * Asks the hub and follows redirects by hand: the token is for the hub alone, and what stores the bytes must not see
 * it. Rejects with `HubAnswerError` for a status that is no success and with `BrokenLineError` for no answer at all.
 */
export async function askHub(hub: Hub, url: string, request: HubRequest): Promise<Response> {
  allowSlowConnections()
  let target = new URL(url)
  for (let hops = 0; hops <= maxRedirects; hops += 1) {
    const response = await fetch(target, {
      method: request.method,
      headers: { ...request.headers, 'accept-encoding': 'identity', ...authorization(hub, target) },
      redirect: 'manual',
      signal: request.signal,
    }).catch((error: unknown) => {
      throw new BrokenLineError(target.origin, error)
    })
    const location = response.headers.get('location')
    const isRedirect = response.status >= 300 && response.status < 400 && location !== null
    if (response.ok || (isRedirect && request.isAnswer?.(response))) return response
    await response.body?.cancel()
    if (!isRedirect)
      throw new HubAnswerError(
        response.status,
        url,
        retryAfterSeconds(response.headers, Date.now()),
      )
    target = new URL(location, target)
  }
  throw new HubAnswerError(tooManyRedirects, url, null)
}

const maxRedirects = 8
const tooManyRedirects = 310

function authorization({ endpoint, token }: Hub, target: URL): Record<string, string> {
  if (token === null || target.origin !== new URL(endpoint).origin) return {}
  return { authorization: `Bearer ${token.reveal()}` }
}

/** Node gives each address of a host 250 ms to connect; the stores behind the hub are slower than that on some lines. */
function allowSlowConnections(): void {
  if (getDefaultAutoSelectFamilyAttemptTimeout() < 5000)
    setDefaultAutoSelectFamilyAttemptTimeout(5000)
}
