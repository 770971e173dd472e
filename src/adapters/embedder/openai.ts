import { OpenAI } from 'openai'
import { z } from 'zod'
import type { Secret } from '../../config/secret.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { batchesWithin, cutToBytes } from './byte-batches.ts'
import { checkTexts } from './check-texts.ts'
import { toEmbedderError } from './openai-errors.ts'
import { toUnitLength } from './pooling.ts'

export interface OpenAiEmbedderConfig {
  /** With the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly model: string
  /** Asked of the server, for models that can be shortened. Null leaves it to the model. */
  readonly dimensions: number | null
}

/**
 * Any server that speaks OpenAI's `POST /embeddings`. Where neither the setting nor this file knows how many
 * dimensions the model has, it is asked once at the start; that can reject as `embed` does: `embedder-refused`,
 * `embedder-not-found`, `embedder-quota` (wait for a person), `embedder-busy`, `embedder-unreachable` (pass).
 */
export async function createOpenAiEmbedder(config: OpenAiEmbedderConfig): Promise<Embedder> {
  const { model, dimensions, baseUrl } = config
  const client = new OpenAI({ apiKey: config.apiKey.reveal(), baseURL: baseUrl, logLevel: 'off' })

  const request = async (
    input: readonly string[],
    purpose: 'query' | 'passage',
    signal?: AbortSignal,
  ): Promise<Float32Array[]> => {
    try {
      const answer = await client.embeddings.create(
        // Floats, because not every server knows the base64 that the client would ask for.
        { model, input: [...input], encoding_format: 'float', ...(dimensions && { dimensions }) },
        { ...patience[purpose], ...(signal && { signal }) },
      )
      return readVectors(answer, input.length)
    } catch (error) {
      signal?.throwIfAborted()
      throw toEmbedderError(error, config)
    }
  }

  const probed = async () => (await request(['dimensions'], 'query'))[0]?.length ?? 0
  const space = {
    // Shortened vectors are another space, though of the same model.
    modelId: dimensions === null ? `openai/${model}` : `openai/${model}@${dimensions}`,
    dimensions: dimensions ?? knownDimensions[model] ?? (await probed()),
  }

  return {
    space,
    maxBatch,
    noiseCosine: null,
    async embed(texts, purpose, signal) {
      checkTexts(texts, maxBatch)
      signal?.throwIfAborted()
      const vectors: Float32Array[] = []
      const readable = texts.map((text) => cutToBytes(text, maxTextBytes))
      for (const batch of batchesWithin(readable, maxRequestBytes))
        vectors.push(...(await request(batch, purpose, signal)))
      const other = vectors.find(({ length }) => length !== space.dimensions)
      if (other) throw otherDimensions(config, space.dimensions, other.length)
      return vectors
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const knownDimensions: Readonly<Record<string, number>> = {
  'text-embedding-3-small': 1536,
  'text-embedding-3-large': 3072,
  'text-embedding-ada-002': 1536,
}

/** What text-embeddings-inference takes at once as it is shipped; OpenAI takes 2048. */
const maxBatch = 32

/** OpenAI takes 8192 tokens in a text and 300,000 in a request; a token is at least one byte. */
const maxTextBytes = 8000
const maxRequestBytes = 250_000

/** Somebody waits for the answer to a question. */
const patience = {
  query: { timeout: 10_000, maxRetries: 1 },
  passage: { timeout: 120_000, maxRetries: 4 },
}

const embeddingsAnswer = z.object({
  data: z.array(
    z.object({ index: z.number().int().min(0), embedding: z.array(z.number()).min(1) }),
  ),
})

/** In the order of the texts, which need not be that of the answer. */
function readVectors(answer: unknown, count: number): Float32Array[] {
  const { data } = embeddingsAnswer.parse(answer)
  const vectors = new Map(data.map(({ index, embedding }) => [index, embedding]))
  return Array.from({ length: count }, (_, index) => {
    const vector = vectors.get(index)
    if (!vector) throw new Error(`the answer to ${count} texts has no vector for text ${index}`)
    return toUnitLength(Float32Array.from(vector))
  })
}

function otherDimensions(
  { model, baseUrl }: OpenAiEmbedderConfig,
  expected: number,
  found: number,
) {
  return new CuepointError(
    'embedder-dimensions',
    `${model} at ${baseUrl} gives ${found} dimensions, ${expected} were expected.`,
    { remedy: `Set CUEPOINT_OPENAI_EMBED_DIMENSIONS to ${found}, then start again.` },
  )
}
