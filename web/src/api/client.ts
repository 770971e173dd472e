import createClient from 'openapi-fetch'
import { ApiError } from './api-error.ts'
import type { paths } from './schema.ts'
import { serverState } from './server-state.ts'

/** The typed client of the HTTP API. Wrap a call in `answerOf` to get its data or an `ApiError`. */
export const api = createClient<paths>({
  baseUrl: location.origin,
  headers: { accept: 'application/json' },
})

interface Answer<Data> {
  readonly data?: Data
  readonly error?: unknown
  readonly response: Response
}

/** The data of an answer. Rejects with an `ApiError` whose message is meant for a person. */
export async function answerOf<Data>(call: Promise<Answer<Data>>): Promise<Data> {
  const { data, error, response } = await call.catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    serverState.change({ connection: 'lost' })
    throw ApiError.unreachable(cause)
  })
  serverState.change({ connection: 'online' })
  if (response.status === 401) serverState.change({ locked: true })
  if (!response.ok) throw ApiError.fromAnswer(response.status, error)
  // An answer without a body (204) has no data, and its type says so.
  return data as Data
}
