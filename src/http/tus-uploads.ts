import { Readable } from 'node:stream'
import { Server } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { CuepointError } from '../domain/errors.ts'
import { createUploadLocks, uploadBusy } from '../library/upload-locks.ts'
import type { Logger } from '../ports/logger.ts'
import { createTusEndings, readDetails, type EndingDeps } from './tus-endings.ts'

/** Resumable uploads by tus 1.0; a finished one becomes a video. */
export interface TusUploads extends AsyncDisposable {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** An upload that nobody has gone on with for so long is given up. */
const idleMs = 24 * 3600 * 1000
const sweepEveryMs = 3600 * 1000

/** What an answer may take to arrive before its connection is cut. */
const lastWordMs = 500

/** The store is disposed with it. */
export function createTusUploads({
  config,
  logger,
  store,
  ...deps
}: Omit<EndingDeps, 'locks'> & { config: Config; logger: Logger }): TusUploads {
  // Whoever owns the embedded database is the only process, for which the locks of the protocol's server are enough.
  const isShared = deps.database.kind === 'server'
  const locks = isShared ? createUploadLocks({ database: deps.database, logger }) : null
  const ended = createTusEndings({ ...deps, store, locks })
  const failures = new WeakMap<Request, unknown>()

  const tus = new Server({
    path: '/uploads',
    datastore: store.dataStore,
    relativeLocation: true,
    // No page of another origin is answered at all.
    allowedOrigins: [],
    ...(locks && { locker: locks }),
    ...(config.maxUploadBytes !== null && { maxSize: config.maxUploadBytes }),
    onUploadCreate: (_request, { metadata }) => {
      readDetails(metadata)
      return Promise.resolve({})
    },
    onUploadFinish: async (_request, { id }) => ({ headers: await ended(id) }),
    onResponseError: (request, error) => {
      failures.set(request, error)
      return Promise.resolve(undefined)
    },
  })

  const sweep = (): void => {
    store.sweep(idleMs).catch((error: unknown) => logger.warn({ error }, 'uploads not swept'))
  }
  sweep()
  const sweeping = setInterval(sweep, sweepEveryMs).unref()

  return {
    async handle(request, reply) {
      const asked = toWebRequest(request)
      const answer = await tus.handleWeb(asked)
      if (!answer.ok) {
        cutUnread(request, reply)
        const error = toError(answer.status, await answer.text(), failures.get(asked))
        throw forClient(request, store.explain(error))
      }
      for (const [name, value] of answer.headers) {
        if (!name.startsWith('access-control-')) reply.header(name, value)
      }
      const length = answer.headers.get('upload-length')
      // All bytes are here, but the end was cut off: by a crash, or on the way back to the client.
      if (
        request.method === 'HEAD' &&
        length !== null &&
        length === answer.headers.get('upload-offset')
      ) {
        const outcome = await ended(uploadId(request)).catch((error: unknown) => {
          throw forClient(request, error)
        })
        reply.headers(outcome)
      }
      reply.code(answer.status).send()
    },
    async [Symbol.asyncDispose]() {
      clearInterval(sweeping)
      await locks?.[Symbol.asyncDispose]()
      await store[Symbol.asyncDispose]()
    },
  }
}

function toWebRequest({ raw, method, url, headers }: FastifyRequest): Request {
  const pairs = Object.entries(headers).map(([name, value]): [string, string] => [
    name,
    String(value),
  ])
  const hasBody = method === 'PATCH' || method === 'POST'
  return new Request(new URL(url, 'http://localhost'), {
    method,
    headers: pairs,
    ...(hasBody && { body: Readable.toWeb(raw), duplex: 'half' as const }),
  })
}

/**
 * A browser reads no answer before its body is sent, and nobody takes in the body of what is refused: without an end to
 * the connection both would wait for ever.
 */
function cutUnread({ raw }: FastifyRequest, reply: FastifyReply): void {
  if (raw.complete) return
  reply.header('connection', 'close')
  reply.raw.once('finish', () => {
    setTimeout(() => {
      if (!raw.complete) raw.socket.destroy()
    }, lastWordMs).unref()
  })
}

function uploadId({ url }: FastifyRequest): string {
  return url.split('?')[0]?.split('/').at(-1) ?? ''
}

/** The errors of the protocol, in our words. */
function toError(status: number, text: string, error: unknown): Error {
  if (error instanceof Error) return error
  const code = codes[status]
  if (code === undefined && status >= 500) return new Error(text)
  return new CuepointError(code ?? 'invalid-upload', text.trim())
}

/**
 * Clients begin anew, from the first byte, when they ask how far an upload is and are not told: unless the answer is that
 * it is locked (423), after which they ask again.
 */
function forClient({ method }: FastifyRequest, error: unknown): unknown {
  const isPassing = error instanceof CuepointError && error.retryable !== 'never'
  return method === 'HEAD' && isPassing ? uploadBusy(error) : error
}

const codes: Readonly<Record<number, string>> = {
  404: 'not-found',
  409: 'upload-offset',
  410: 'upload-gone',
  412: 'tus-version',
  413: 'too-large',
}
