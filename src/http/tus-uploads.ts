import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { Server, type Upload } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '../config/config.ts'
import { CuepointError } from '../domain/errors.ts'
import { addUpload, type AddDeps } from '../ingest/add-upload.ts'
import type { Logger } from '../ports/logger.ts'
import { cleanFileName } from './file-name.ts'
import { uploadFields } from './schemas/video.ts'
import { noRoom, outcomeOf, UploadStore, withoutOutcome, type Outcome } from './tus-store.ts'

/** Resumable uploads by tus 1.0; a finished one becomes a video. */
export interface TusUploads extends Disposable {
  handle(request: FastifyRequest, reply: FastifyReply): Promise<void>
}

/** An upload that nobody has gone on with for so long is given up. */
const idleMs = 24 * 3600 * 1000
const sweepEveryMs = 3600 * 1000

/** What an answer may take to arrive before its connection is cut. */
const lastWordMs = 500

export async function createTusUploads({
  config,
  logger,
  ...deps
}: AddDeps & { config: Config; logger: Logger }): Promise<TusUploads> {
  const directory = join(config.dataDirectory, 'uploads')
  await mkdir(directory, { recursive: true })
  const store = new UploadStore(directory)
  const ended = createEndings(store, deps)
  const failures = new WeakMap<Request, unknown>()

  const tus = new Server({
    path: '/uploads',
    datastore: store,
    relativeLocation: true,
    // No page of another origin is answered at all.
    allowedOrigins: [],
    ...(config.maxUploadBytes !== null && { maxSize: config.maxUploadBytes }),
    onUploadCreate: (_request, { metadata }) => {
      readDetails(metadata)
      return Promise.resolve({ metadata: withoutOutcome(metadata) })
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
        throw toError(answer.status, await answer.text(), failures.get(asked), directory)
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
        reply.headers(await ended(uploadId(request)))
      }
      reply.code(answer.status).send()
    },
    [Symbol.dispose]: () => clearInterval(sweeping),
  }
}

/** Turns finished uploads into videos, each once, however often and at once it is asked for. */
function createEndings(store: UploadStore, deps: AddDeps): (id: string) => Promise<Outcome> {
  const running = new Map<string, Promise<Outcome>>()

  const end = async (id: string): Promise<Outcome> => {
    const upload = await store.getUpload(id)
    const known = outcomeOf(upload.metadata)
    if (known) return known
    const source = { kind: 'file' as const, path: join(store.directory, id), takeOver: true }
    try {
      const { video, existing } = await addUpload({ ...readDetails(upload.metadata), source }, deps)
      const outcome = { 'cuepoint-video-id': video.id, 'cuepoint-existing': String(existing) }
      await store.finish(upload, outcome)
      return outcome
    } catch (error) {
      // What another try can mend keeps its bytes: the client asks again for the end of its upload.
      if (error instanceof CuepointError && error.retryable === 'never') await store.forget(id)
      throw error
    }
  }
  return (id) => {
    const current = running.get(id) ?? end(id).finally(() => running.delete(id))
    running.set(id, current)
    return current
  }
}

/** What the client says about the file; checked when the upload begins, long before it ends. */
function readDetails(metadata: Upload['metadata']) {
  const { filename, name, ...rest } = metadata ?? {}
  const given = Object.entries(rest).filter(([, value]) => value !== null && value !== '')
  const details = uploadFields.parse(Object.fromEntries(given))
  return { ...details, fileName: cleanFileName(filename ?? name) }
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
function toError(status: number, text: string, error: unknown, directory: string): Error {
  if (error instanceof Error && 'code' in error && error.code === 'ENOSPC')
    return noRoom(directory, error)
  if (error instanceof Error) return error
  const code = codes[status]
  if (code === undefined && status >= 500) return new Error(text)
  return new CuepointError(code ?? 'invalid-upload', text.trim())
}

const codes: Readonly<Record<number, string>> = {
  404: 'not-found',
  409: 'upload-offset',
  410: 'upload-gone',
  412: 'tus-version',
  413: 'too-large',
}
