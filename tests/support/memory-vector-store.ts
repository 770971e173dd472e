import { InvalidInputError, UnreachableError } from '../../src/domain/errors.ts'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'

/** An external store that lives in this process: it can be down, and slow to say that it was told. */
export interface MemoryVectorStore extends VectorStore {
  /** Every call rejects while it is true. */
  isDown: boolean
  /** Runs within each upsert, before it is answered. */
  beforeAnswer: (() => Promise<void>) | null
  /** What it has, as a person would look into it. */
  records(space: EmbeddingSpace): ReadonlyMap<string, VectorRecord>
  /** Loses everything. */
  lose(): void
}

export function createMemoryVectorStore(): MemoryVectorStore {
  const spaces = new Map<string, Map<string, VectorRecord>>()
  const recordsOf = ({ modelId, dimensions }: EmbeddingSpace) => {
    if (store.isDown) throw new UnreachableError('vector-store-unreachable', 'The store is down.')
    const key = `${modelId} ${dimensions}`
    const records = spaces.get(key) ?? new Map<string, VectorRecord>()
    spaces.set(key, records)
    return records
  }
  const checkedFor = ({ dimensions }: EmbeddingSpace, vector: Float32Array) => {
    if (vector.length === dimensions) return vector
    throw new InvalidInputError(`Expected ${dimensions} dimensions, found ${vector.length}.`)
  }

  const store: MemoryVectorStore = {
    isDown: false,
    beforeAnswer: null,
    fedBy: 'outbox',
    maxBatch: 3,
    records: (space) => recordsOf(space),
    lose: () => spaces.clear(),
    async prepare(space) {
      recordsOf(space)
      return Promise.resolve()
    },
    async upsert(space, records, signal) {
      signal?.throwIfAborted()
      const known = recordsOf(space)
      for (const { vector } of records) checkedFor(space, vector)
      for (const record of records) known.set(record.chunkId, record)
      await store.beforeAnswer?.()
    },
    async delete(space, chunkIds) {
      const known = recordsOf(space)
      for (const id of chunkIds) known.delete(id)
      return Promise.resolve()
    },
    async search(space, query, { limit, filter }, signal) {
      signal?.throwIfAborted()
      checkedFor(space, query)
      const passing = [...recordsOf(space).values()].filter(
        ({ videoId, language }) =>
          (filter.videoIds?.includes(videoId) ?? true) &&
          (filter.languages?.includes(language ?? '') ?? true),
      )
      const hits = passing
        .map(({ chunkId, vector }) => ({ chunkId, cosine: dot(vector, query) }))
        .sort((a, b) => b.cosine - a.cosine)
      return Promise.resolve(hits.slice(0, Math.max(0, limit)))
    },
    count: (space) => Promise.resolve().then(() => recordsOf(space).size),
    async *chunkIds(space) {
      await Promise.resolve()
      const ids = [...recordsOf(space).keys()]
      for (let start = 0; start < ids.length; start += 2) yield ids.slice(start, start + 2)
    },
    async drop({ modelId, dimensions }) {
      spaces.delete(`${modelId} ${dimensions}`)
      return Promise.resolve()
    },
    check: (space) => Promise.resolve().then(() => void recordsOf(space)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
  return store
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
}
