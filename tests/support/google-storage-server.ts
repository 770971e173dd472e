import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { z } from 'zod'

/** What the next fitting request gets in place of an answer. `cut` ends the connection, `hang` never answers. */
export interface StorageFault {
  readonly method: string
  /** What the path begins with; all of them when it is left out. */
  readonly path?: string
  readonly answer: { readonly status: number; readonly message?: string } | 'cut' | 'hang'
  /** How often; once, unless it is set. */
  readonly times?: number
}

export interface StoredObject {
  readonly bytes: Buffer
  created: Date
}

/** The JSON API of Cloud Storage on loopback, as far as we use it: uploads (at once, in parts, resumable), get, list, delete. */
export interface GoogleStorageServer extends AsyncDisposable {
  readonly endpoint: string
  readonly bucket: string
  /** By `bucket/key`. */
  readonly objects: Map<string, StoredObject>
  /** `method path` of every request, in order. */
  readonly requests: readonly string[]
  failNext(fault: StorageFault): void
  keys(prefix?: string): string[]
}

export async function startGoogleStorageServer(
  bucket = 'cuepoint-test',
): Promise<GoogleStorageServer> {
  const objects = new Map<string, StoredObject>()
  const sessions = new Map<string, { name: string; bytes: Buffer }>()
  const requests: string[] = []
  const faults: StorageFault[] = []
  let address = ''

  const store = (name: string, bytes: Buffer): Answer => {
    if (name === '' || Buffer.byteLength(name) > 1024) return failure(400, 'Invalid object name')
    objects.set(`${bucket}/${name}`, { bytes, created: new Date() })
    return { status: 200, json: describeObject(name) }
  }

  const describeObject = (name: string) => {
    const found = objects.get(`${bucket}/${name}`)
    if (!found) throw new Error(`there is no ${name}`)
    return {
      kind: 'storage#object',
      name,
      bucket,
      size: `${found.bytes.length}`,
      timeCreated: found.created.toISOString(),
      ...hashesOf(found.bytes),
    }
  }

  const begin = async (request: IncomingMessage, url: URL): Promise<Answer> => {
    const body = await buffer(request)
    if (url.searchParams.get('uploadType') === 'multipart')
      return store(
        url.searchParams.get('name') ?? '',
        mediaOf(body, request.headers['content-type']),
      )
    if (url.searchParams.get('uploadType') !== 'resumable') return failure(400, 'Bad uploadType')
    const id = randomUUID()
    sessions.set(id, { name: url.searchParams.get('name') ?? '', bytes: Buffer.alloc(0) })
    const location = `${address}${url.pathname}?uploadType=resumable&upload_id=${id}`
    return { status: 200, headers: { location } }
  }

  /** Bytes of a resumable upload, or the question how many have come. */
  const resume = async (request: IncomingMessage, url: URL): Promise<Answer> => {
    const session = sessions.get(url.searchParams.get('upload_id') ?? '')
    if (!session) return failure(404, 'No such upload')
    const range = /^bytes (?:(\d+)-(\d+|\*)|\*)\/(\d+|\*)$/.exec(
      request.headers['content-range'] ?? '',
    )
    if (!range) return failure(400, 'Bad Content-Range')
    const [, from, , total = '*'] = range
    const body = await buffer(request)
    if (from !== undefined) {
      if (Number(from) !== session.bytes.length) return failure(416, 'Bytes are missing')
      session.bytes = Buffer.concat([session.bytes, body])
    }
    const isWhole =
      from === undefined
        ? total === `${session.bytes.length}`
        : total === '*' || Number(total) === session.bytes.length
    if (isWhole) return store(session.name, session.bytes)
    const { length } = session.bytes
    return { status: 308, headers: length > 0 ? { range: `bytes=0-${length - 1}` } : {} }
  }

  const list = (url: URL): Answer => {
    const prefix = url.searchParams.get('prefix') ?? ''
    const names = keys(prefix)
    const from = Number(url.searchParams.get('pageToken') ?? 0)
    const to = from + Math.min(pageSize, Number(url.searchParams.get('maxResults') ?? pageSize))
    return {
      status: 200,
      json: {
        kind: 'storage#objects',
        items: names.slice(from, to).map(describeObject),
        ...(to < names.length && { nextPageToken: `${to}` }),
      },
    }
  }

  const keys = (prefix = '') =>
    [...objects.keys()]
      .map((name) => name.slice(bucket.length + 1))
      .filter((name) => name.startsWith(prefix))
      .toSorted()

  const answer = async (request: IncomingMessage, url: URL): Promise<Answer> => {
    const [, upload, named = '', object] =
      /^(\/upload)?\/storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(url.pathname) ?? []
    if (decodeURIComponent(named) !== bucket)
      return failure(404, 'The specified bucket does not exist.')
    if (upload) return request.method === 'POST' ? begin(request, url) : resume(request, url)
    if (object === undefined) return list(url)
    const name = decodeURIComponent(object)
    const found = objects.get(`${bucket}/${name}`)
    if (!found) return failure(404, `No such object: ${bucket}/${name}`)
    if (request.method === 'DELETE') {
      objects.delete(`${bucket}/${name}`)
      return { status: 204 }
    }
    if (url.searchParams.get('alt') !== 'media') return { status: 200, json: describeObject(name) }
    const { crc32c, md5Hash } = hashesOf(found.bytes)
    const headers = { 'x-goog-hash': `crc32c=${crc32c},md5=${md5Hash}` }
    return { status: 200, bytes: found.bytes, headers }
  }

  const takeFault = (method: string, path: string) => {
    const index = faults.findIndex(
      (each) => each.method === method && path.startsWith(each.path ?? ''),
    )
    const fault = faults[index]
    if (!fault) return null
    const left = (fault.times ?? 1) - 1
    if (left > 0) faults[index] = { ...fault, times: left }
    else faults.splice(index, 1)
    return fault.answer
  }

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', address)
    const method = request.method ?? 'GET'
    requests.push(`${method} ${decodeURIComponent(url.pathname)}`)
    const fault = takeFault(method, url.pathname)
    if (fault === 'hang') return
    if (fault === 'cut') {
      // After some of the bytes have come.
      request.once('data', () => request.destroy())
      return
    }
    send(
      response,
      fault ? failure(fault.status, fault.message ?? 'as told') : await answer(request, url),
    )
  }

  const server = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => send(response, failure(500, String(error))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const bound = z.object({ port: z.number() }).parse(server.address())
  address = `http://127.0.0.1:${bound.port}`
  return {
    endpoint: address,
    bucket,
    objects,
    requests,
    keys,
    failNext: (fault) => void faults.push(fault),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

interface Answer {
  readonly status: number
  readonly json?: unknown
  readonly bytes?: Buffer
  readonly headers?: Readonly<Record<string, string>>
}

/** Small, so that lists have pages. */
const pageSize = 3

function failure(code: number, message: string): Answer {
  return { status: code, json: { error: { code, message, errors: [{ message, reason: 'test' }] } } }
}

function send(response: ServerResponse, { status, json, bytes, headers = {} }: Answer): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(bytes ?? (json === undefined ? '' : JSON.stringify(json)))
}

/** The second part of a `multipart/related` body. */
function mediaOf(body: Buffer, contentType = ''): Buffer {
  const boundary = /boundary="?([^";]+)/.exec(contentType)?.[1] ?? ''
  const second = body.indexOf(`--${boundary}`, 1)
  const start = body.indexOf('\r\n\r\n', second) + 4
  return body.subarray(start, body.indexOf(`\r\n--${boundary}--`, start))
}

function hashesOf(bytes: Buffer) {
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32c(bytes))
  return {
    crc32c: sum.toString('base64'),
    md5Hash: createHash('md5').update(bytes).digest('base64'),
  }
}

/** RFC 3720, appendix B.4. */
function crc32c(bytes: Buffer): number {
  let sum = 0xffffffff
  for (const byte of bytes) sum = (crcTable[(sum ^ byte) & 0xff] ?? 0) ^ (sum >>> 8)
  return (sum ^ 0xffffffff) >>> 0
}

const crcTable = Array.from({ length: 256 }, (_, index) => {
  let value = index
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1
  return value
})
