import { Pinecone, type Index } from '@pinecone-database/pinecone'
import { z } from 'zod'
import type { PineconeSettings } from '../../config/parts/vector-store-config.ts'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { VectorFilter, VectorHit, VectorStore } from '../../ports/vector-store.ts'
import { checkDimensions } from './check-dimensions.ts'
import { generationName } from './generation-name.ts'
import { maxRecords, pineconeBatches, toNumbers } from './pinecone-batches.ts'
import { NamespaceMissingError, toPineconeError } from './pinecone-errors.ts'
import { patientFetch, type Patience } from './pinecone-requests.ts'

/** Somebody waits for the answer to a question; a batch may take its time. */
const patient: Record<Purpose, Patience> = {
  search: { timeoutMs: 10_000, tries: 2, firstPauseMs: 200 },
  work: { timeoutMs: 60_000, tries: 5, firstPauseMs: 400 },
}

type Purpose = 'search' | 'work'

/**
 * An index of Pinecone, with a namespace for each embedding generation. Eventually consistent: what was written is found
 * within seconds. Rejects with `pinecone-unreachable`, `pinecone-refused`, `pinecone-not-found`, `pinecone-quota`,
 * `pinecone-dimensions`, `pinecone-metric`, `pinecone-answer` (all wait for a person or the network), `pinecone-busy`
 * (passes) and `pinecone-rejected` (never works).
 */
export function createPineconeStore(
  { apiKey, indexHost, namespace: prefix }: PineconeSettings,
  patience = patient,
): VectorStore {
  const namespaceOf = (space: EmbeddingSpace) => generationName(`${prefix}-`, space)

  /** The answer as it came, parsed; null where the namespace is not there. The client drops half of what it is told. */
  const ask = async <Answer>(
    purpose: Purpose,
    schema: z.ZodType<Answer>,
    call: (index: Index) => Promise<unknown>,
    signal?: AbortSignal,
  ): Promise<Answer | null> => {
    signal?.throwIfAborted()
    let answer: unknown
    const send = patientFetch(indexHost, patience[purpose], signal)
    const client = new Pinecone({
      apiKey: apiKey.reveal(),
      maxRetries: 0,
      fetchApi: async (url, init) => {
        const response = await send(url, init)
        answer = await response.clone().json()
        return response
      },
    })
    try {
      await call(client.index({ host: indexHost }))
      return schema.parse(answer)
    } catch (error) {
      signal?.throwIfAborted()
      const failure = toPineconeError(error, indexHost)
      if (failure instanceof NamespaceMissingError) return null
      throw failure
    }
  }

  const describe = (signal?: AbortSignal) =>
    ask('work', stats, (index) => index.describeIndexStats(), signal)

  const check = async (space: EmbeddingSpace, signal?: AbortSignal) => {
    checkIndex(await describe(signal), space, indexHost)
  }

  const searchNamespace = async (
    namespace: string,
    vector: number[],
    topK: number,
    filter: PineconeFilter | null,
    signal?: AbortSignal,
  ): Promise<VectorHit[]> => {
    const query = { namespace, vector, topK, ...(filter && { filter }) }
    const answer = await ask('search', matches, (index) => index.query(query), signal)
    return (answer?.matches ?? []).map(({ id, score }) => ({ chunkId: id, cosine: score }))
  }

  return {
    fedBy: 'outbox',
    maxBatch: maxRecords,
    // A namespace comes into being with its first vector.
    prepare: (space) => check(space),
    async upsert(space, records, signal) {
      signal?.throwIfAborted()
      for (const { vector } of records) checkDimensions(space, vector)
      const namespace = namespaceOf(space)
      for (const batch of pineconeBatches(records))
        await ask('work', anything, (index) => index.upsert({ records: batch, namespace }), signal)
    },
    async delete(space, chunkIds) {
      const namespace = namespaceOf(space)
      for (let start = 0; start < chunkIds.length; start += maxRecords) {
        const ids = chunkIds.slice(start, start + maxRecords)
        await ask('work', anything, (index) => index.deleteMany({ ids, namespace }))
      }
    },
    async search(space, query, { limit, filter }, signal) {
      signal?.throwIfAborted()
      checkDimensions(space, query)
      if (limit <= 0) return []
      const topK = Math.min(limit, maxHits)
      const vector = toNumbers(query)
      const hits: VectorHit[] = []
      for (const part of pineconeFilters(filter))
        hits.push(...(await searchNamespace(namespaceOf(space), vector, topK, part, signal)))
      return hits.sort((a, b) => b.cosine - a.cosine).slice(0, limit)
    },
    async count(space) {
      return (await describe())?.namespaces?.[namespaceOf(space)]?.vectorCount ?? 0
    },
    async *chunkIds(space, signal) {
      const namespace = namespaceOf(space)
      for (let paginationToken: string | undefined; ;) {
        const asked = { namespace, ...(paginationToken !== undefined && { paginationToken }) }
        const page = await ask('work', idPage, (index) => index.listPaginated(asked), signal)
        const ids = (page?.vectors ?? []).map(({ id }) => id)
        if (ids.length > 0) yield ids
        paginationToken = page?.pagination?.next
        if (paginationToken === undefined || paginationToken === '') return
      }
    },
    async drop(space) {
      await ask('work', anything, (index) => index.deleteNamespace(namespaceOf(space)))
    },
    check,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

/** `topK` is at most that. */
const maxHits = 10_000

const anything = z.object({})
const matches = z.object({ matches: z.array(z.object({ id: z.string(), score: z.number() })) })
const idPage = z.object({
  vectors: z.array(z.object({ id: z.string() })).optional(),
  pagination: z.object({ next: z.string().optional() }).optional(),
})
const stats = z.object({
  dimension: z.number().int().optional(),
  metric: z.string().optional(),
  namespaces: z
    .record(z.string(), z.object({ vectorCount: z.number().int().optional() }))
    .optional(),
})

type PineconeFilter = Record<string, { $in: string[] }>

/** Values of one `$in`: well below the 10,000 that Pinecone takes, and some 200 KB of UUIDs. */
const maxFilterValues = 5000

/** What the searches together have to pass: one null for everything, none at all for a filter that nothing passes. */
function pineconeFilters({ videoIds, languages }: VectorFilter): (PineconeFilter | null)[] {
  if (videoIds?.length === 0 || languages?.length === 0) return []
  const spoken = languages && { language: { $in: [...languages] } }
  if (!videoIds) return [spoken ?? null]
  const ids = [...new Set(videoIds)]
  return Array.from({ length: Math.ceil(ids.length / maxFilterValues) }, (_, part) => ({
    video_id: { $in: ids.slice(part * maxFilterValues, (part + 1) * maxFilterValues) },
    ...spoken,
  }))
}

function checkIndex(
  index: z.infer<typeof stats> | null,
  { modelId, dimensions }: EmbeddingSpace,
  host: string,
): void {
  const mend = (code: string, found: string, remedy: string) =>
    new CuepointError(code, `The index at ${host} has ${found}.`, {
      remedy,
      retryable: 'when-available',
    })
  const remedy = `Make an index with ${dimensions} dimensions and the metric cosine, and set PINECONE_INDEX_HOST to its address.`
  if (index?.dimension !== dimensions)
    throw mend(
      'pinecone-dimensions',
      `${index?.dimension ?? 'no'} dimensions, ${modelId} has ${dimensions}`,
      remedy,
    )
  if (index.metric !== undefined && index.metric !== 'cosine')
    throw mend('pinecone-metric', `the metric ${index.metric}, cosine is needed`, remedy)
}
