import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

/** What the hub does to the next request for a file's bytes. */
export type HubFault =
  | { readonly kind: 'status'; readonly status: number; readonly headers?: Record<string, string> }
  /** Closes the connection after so many bytes. */
  | { readonly kind: 'cut'; readonly afterBytes: number }
  /** Sends other bytes of the same number. */
  | { readonly kind: 'alter' }
  /** Sends so many bytes, then nothing until the client gives up. */
  | { readonly kind: 'stall'; readonly afterBytes: number }
  /** Says that a large file has so many bytes. */
  | { readonly kind: 'announce'; readonly bytes: number }
  /** Knows no ranges. */
  | { readonly kind: 'no-range' }

export interface HubRequest {
  readonly server: 'hub' | 'store'
  readonly method: string
  readonly path: string
  readonly range: string | null
  readonly authorization: string | null
}

/**
 * A stand-in for the Hugging Face hub on loopback: `HEAD` and `GET /{repo}/resolve/{revision}/{path}`. Large files are
 * redirected to a store of bytes on another port, small ones to a path of the hub itself, as the real one does.
 */
export interface ModelHub extends AsyncDisposable {
  readonly endpoint: string
  readonly requests: readonly HubRequest[]
  /** For the next requests, in order: of bytes from the store, or of anything from the hub. */
  failNext(server: 'hub' | 'store', ...faults: HubFault[]): void
  /** Pause between pieces of 4 kB, so that a test can look at a download while it runs. */
  slowDown(pauseMs: number): void
}

/** `repo@revision` → path → bytes. */
export type HubContent = Readonly<Record<string, Readonly<Record<string, Uint8Array>>>>

/** Files from here on lie in the store, under their sha256; smaller ones in git, under their git hash. */
const largeFileBytes = 10_000

export async function startModelHub(content: HubContent): Promise<ModelHub> {
  const requests: HubRequest[] = []
  const faults: { hub: HubFault[]; store: HubFault[] } = { hub: [], store: [] }
  let pauseMs = 0

  const note = (server: HubRequest['server'], request: IncomingMessage): HubFault | undefined => {
    requests.push({
      server,
      method: request.method ?? '',
      path: request.url ?? '',
      range: request.headers.range ?? null,
      authorization: request.headers.authorization ?? null,
    })
    return faults[server].shift()
  }

  const store = await listen(async (request, response) => {
    const fault = note('store', request)
    const bytes = findBySha256(content, (request.url ?? '').slice(1))
    if (!bytes) return void response.writeHead(404).end()
    await sendBytes(request, response, bytes, fault, pauseMs)
  })

  const hub = await listen(async (request, response) => {
    const fault = note('hub', request)
    if (fault?.kind === 'status')
      return void response.writeHead(fault.status, fault.headers).end('a reason')
    const file = findFile(content, request.url ?? '')
    if (!file) return void response.writeHead(404).end('Entry not found')
    const { bytes, revision, isInGit } = file
    const headers = { 'x-repo-commit': revision }
    if (bytes.length >= largeFileBytes) {
      const sha256 = hash('sha256', bytes)
      const size = fault?.kind === 'announce' ? fault.bytes : bytes.length
      const linked = { 'x-linked-etag': `"${sha256}"`, 'x-linked-size': String(size) }
      response.writeHead(302, { ...headers, ...linked, location: `${store.origin}/${sha256}` })
      return void response.end()
    }
    if (!isInGit) return void response.writeHead(307, { ...headers, location: file.inGit }).end()
    response.setHeader('etag', `"${gitHash(bytes)}"`)
    if (request.method === 'HEAD')
      return void response.writeHead(200, { 'content-length': bytes.length }).end()
    await sendBytes(request, response, bytes, fault, pauseMs)
  })

  return {
    endpoint: hub.origin,
    requests,
    failNext: (server, ...next) => void faults[server].push(...next),
    slowDown: (ms) => (pauseMs = ms),
    async [Symbol.asyncDispose]() {
      await Promise.all([hub, store].map(({ server }) => close(server)))
    },
  }
}

export function hash(algorithm: 'sha1' | 'sha256', bytes: Uint8Array): string {
  return createHash(algorithm).update(bytes).digest('hex')
}

function gitHash(bytes: Uint8Array): string {
  return hash('sha1', Buffer.concat([Buffer.from(`blob ${bytes.length}\0`), bytes]))
}

/** `/{repo}/resolve/{revision}/{path}`, and the place in git where the hub redirects to. */
function findFile(content: HubContent, url: string) {
  const parts = /^(\/api\/resolve-cache\/models)?\/(.+?)\/resolve\/([^/]+)\/(.+)$/.exec(url)
  if (!parts) return null
  const [, prefix, repo = '', revision = '', path = ''] = parts
  const bytes = content[`${repo}@${revision}`]?.[path]
  const inGit = `/api/resolve-cache/models/${repo}/resolve/${revision}/${path}`
  return bytes ? { bytes, revision, inGit, isInGit: prefix !== undefined } : null
}

function findBySha256(content: HubContent, sha256: string): Uint8Array | undefined {
  const files = Object.values(content).flatMap((repository) => Object.values(repository))
  return files.find((bytes) => hash('sha256', bytes) === sha256)
}

async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  bytes: Uint8Array,
  fault: HubFault | undefined,
  pauseMs: number,
): Promise<void> {
  if (fault?.kind === 'status') return void response.writeHead(fault.status, fault.headers).end()
  const asked =
    fault?.kind === 'no-range' ? null : /^bytes=(\d+)-$/.exec(request.headers.range ?? '')
  const start = Number(asked?.[1] ?? 0)
  if (start >= bytes.length) return void response.writeHead(416).end()
  const range = { 'content-range': `bytes ${start}-${bytes.length - 1}/${bytes.length}` }
  response.writeHead(asked ? 206 : 200, {
    'content-length': bytes.length - start,
    ...(asked && range),
  })
  const sent = fault?.kind === 'alter' ? bytes.map((byte) => byte ^ 1) : bytes
  const limited = fault?.kind === 'cut' || fault?.kind === 'stall' ? fault.afterBytes : Infinity
  const end = Math.min(bytes.length, start + limited)
  for (let at = start; at < end; at += 4096) {
    response.write(sent.subarray(at, Math.min(end, at + 4096)))
    if (pauseMs > 0) await sleep(pauseMs)
  }
  if (fault?.kind === 'stall') return
  if (end === bytes.length) response.end()
  // What has been written still arrives; the end that was announced does not.
  else setTimeout(() => response.destroy(), 20)
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

async function listen(handle: Handler): Promise<{ server: Server; origin: string }> {
  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => response.destroy(new Error(String(error))))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  return { server, origin: `http://127.0.0.1:${port ?? 0}` }
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
