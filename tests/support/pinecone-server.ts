import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { readPineconeDescription, type PineconeOperation } from './pinecone-description.ts'
import { PineconeIndex, type IndexAnswer } from './pinecone-index.ts'
import { sharedPath } from './shared.ts'

/** Null where the description of the API is not here. */
export const pineconeDescription = sharedPath('samples/specs/pinecone-db_data_2026-04.oas.yaml')

export const pineconeKey = 'key-of-the-test'

/** In place of an answer: one of these, no answer at all, or one that breaks off. */
type PineconeFault =
  | { readonly status: number; readonly body?: string; readonly headers?: Record<string, string> }
  | 'hang'
  | 'cut'

interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly bytes: number
}

export interface PineconeServer extends AsyncDisposable {
  /** Of the index, as a person would set it. */
  readonly host: string
  readonly index: PineconeIndex
  readonly requests: readonly SeenRequest[]
  /** What became of the next requests, in order. */
  failNext(...faults: PineconeFault[]): void
  /** Resolves when the next request is left hanging. */
  hanging(): Promise<undefined>
}

/**
 * One index of Pinecone on loopback. Requests and answers are held against Pinecone's description of its API; what the
 * description does not have is a 400.
 */
export async function startPineconeServer(
  description: string,
  { dimension = 3, metric = 'cosine', seenAfterReads = 0 } = {},
): Promise<PineconeServer> {
  const find = readPineconeDescription(description)
  const index = new PineconeIndex(dimension, metric, seenAfterReads)
  const requests: SeenRequest[] = []
  const faults: PineconeFault[] = []
  let hung = Promise.withResolvers<undefined>()

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const sent = await text(request)
    const url = new URL(request.url ?? '', 'http://index')
    const method = request.method ?? ''
    requests.push({ method, path: url.pathname, bytes: Buffer.byteLength(sent) })
    const fault = faults.shift()
    if (fault === 'hang') {
      hung.resolve(undefined)
      return
    }
    if (fault === 'cut') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' })
      response.write('{"matches":[')
      setImmediate(() => request.socket.destroy())
      return
    }
    if (fault) {
      response.writeHead(fault.status, fault.headers).end(fault.body)
      return
    }
    if (request.headers['api-key'] !== pineconeKey) {
      response.writeHead(401, { 'content-type': 'text/plain' }).end('Unauthorized')
      return
    }
    const operation = find(method, url.pathname)
    const { status, body } = operation
      ? serve(operation, index, url, new Headers(headersOf(request)), sent)
      : { status: 404, body: { message: 'no such path' } }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  return {
    host: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`,
    index,
    requests,
    failNext: (...next) => void faults.push(...next),
    hanging() {
      hung = Promise.withResolvers<undefined>()
      return hung.promise
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serve(
  operation: PineconeOperation,
  index: PineconeIndex,
  url: URL,
  headers: Headers,
  sent: string,
): IndexAnswer {
  const body: unknown = sent === '' ? undefined : JSON.parse(sent)
  const problem = operation.problemOf(url.searchParams, headers, body)
  if (problem !== null) return { status: 400, body: { code: 3, message: problem, details: [] } }
  const answer = act(operation, index, url, body, Buffer.byteLength(sent))
  const mistake = operation.problemOfAnswer(answer.status, answer.body)
  if (mistake !== null) throw new Error(`not an answer of Pinecone: ${mistake}`)
  return answer
}

function act(
  { path }: PineconeOperation,
  index: PineconeIndex,
  url: URL,
  body: unknown,
  bytes: number,
): IndexAnswer {
  switch (path) {
    case '/vectors/upsert':
      return index.upsert(body, bytes)
    case '/vectors/delete':
      return index.delete(body)
    case '/vectors/list':
      return index.list(url.searchParams)
    case '/query':
      return index.query(body)
    case '/describe_index_stats':
      return index.stats()
    case '/namespaces/{namespace}':
      return index.deleteNamespace(decodeURIComponent(url.pathname.split('/').at(-1) ?? ''))
    default:
      return { status: 501, body: { code: 12, message: `${path} is not served here`, details: [] } }
  }
}

function headersOf(request: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  )
}
