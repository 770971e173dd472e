import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { json } from 'node:stream/consumers'
import { z } from 'zod'

/** OpenAI's request for embeddings, with its limits; a key that is not in it is a mistake of the client. */
const embeddingsRequest = z.strictObject({
  model: z.string().min(1),
  input: z
    .array(z.string().min(1).refine(isWithinLimit, 'longer than 8192 tokens'))
    .min(1)
    .max(2048),
  encoding_format: z.literal('float'),
  dimensions: z.number().int().min(1).optional(),
})

export type EmbeddingsRequest = z.infer<typeof embeddingsRequest>

export interface Fault {
  readonly status: number
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** A server on loopback that answers `POST /v1/embeddings` as OpenAI does, with vectors made of the letters of a text. */
export interface TinyEmbedderServer extends AsyncDisposable {
  readonly baseUrl: string
  readonly requests: readonly EmbeddingsRequest[]
  /** The next answers, in order, in place of vectors. */
  failNext(...faults: Fault[]): void
}

export const serverKey = 'key-of-the-test'
export const serverModel = 'letters-64'
const modelDimensions = 64

export async function startTinyEmbedderServer(): Promise<TinyEmbedderServer> {
  const requests: EmbeddingsRequest[] = []
  const faults: Fault[] = []

  const answer = async (request: IncomingMessage): Promise<Fault> => {
    const fault = faults.shift()
    if (fault) return fault
    if (request.method !== 'POST' || request.url !== '/v1/embeddings') return { status: 404 }
    if (request.headers.authorization !== `Bearer ${serverKey}`)
      return failure(401, 'Incorrect API key provided', 'invalid_api_key')
    const parsed = embeddingsRequest.safeParse(await json(request))
    if (!parsed.success) return failure(400, z.prettifyError(parsed.error), null)
    if (parsed.data.model !== serverModel)
      return failure(404, `The model ${parsed.data.model} does not exist`, 'model_not_found')
    requests.push(parsed.data)
    return { status: 200, body: toAnswer(parsed.data) }
  }
  const server = createServer((request, response) => {
    answer(request).then(
      (result) => send(response, result),
      (error: unknown) => send(response, failure(500, String(error), null)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : null
  return {
    baseUrl: `http://127.0.0.1:${port ?? 0}/v1`,
    requests,
    failNext: (...next) => void faults.push(...next),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

export function failure(status: number, message: string, code: string | null): Fault {
  return { status, body: { error: { message, type: 'test', param: null, code } } }
}

/** The last text first: the order of an answer is that of its indexes. Not of unit length. */
function toAnswer({ input, dimensions, model }: EmbeddingsRequest) {
  const data = input.map((text, index) => ({
    object: 'embedding',
    index,
    embedding: lettersOf(text, dimensions ?? modelDimensions),
  }))
  return {
    object: 'list',
    model,
    data: data.reverse(),
    usage: { prompt_tokens: 1, total_tokens: 1 },
  }
}

function lettersOf(text: string, dimensions: number): number[] {
  const vector = new Array<number>(dimensions).fill(0.5)
  for (const byte of Buffer.from(text))
    vector[byte % dimensions] = (vector[byte % dimensions] ?? 0) + 1
  return vector
}

/** At worst a token for each byte. */
function isWithinLimit(text: string): boolean {
  return Buffer.byteLength(text) <= 8192
}

function send(response: ServerResponse, { status, body, headers }: Fault): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers })
  response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}))
}
