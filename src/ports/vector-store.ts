import type { EmbeddingSpace } from '../domain/embedding-space.ts'

export interface VectorRecord {
  readonly chunkId: string
  readonly videoId: string
  readonly language: string | null
  readonly vector: Float32Array
}

export interface VectorFilter {
  readonly videoIds?: readonly string[]
  readonly languages?: readonly string[]
}

export interface VectorHit {
  readonly chunkId: string
  /** Cosine similarity, -1 to 1. */
  readonly cosine: number
}

/** Finds the nearest vectors. The database keeps every vector as well, so that a store can be built anew from it. */
export interface VectorStore extends AsyncDisposable {
  /**
   * How vectors come here: `transaction`, the table `embeddings` itself is searched; `outbox`, the store is told after
   * the transaction (library/feed-vector-store.ts), and nobody else calls `upsert` and `delete`.
   */
  readonly fedBy: 'transaction' | 'outbox'
  readonly maxBatch: number
  /** Makes the place for a space; harmless when it is there. */
  prepare(space: EmbeddingSpace): Promise<void>
  /** Found by the next search (or, where a store is eventually consistent, within seconds). Replaces the same chunk. */
  upsert(
    space: EmbeddingSpace,
    records: readonly VectorRecord[],
    signal?: AbortSignal,
  ): Promise<void>
  /** Harmless for chunks that are not there. */
  delete(space: EmbeddingSpace, chunkIds: readonly string[]): Promise<void>
  /** The `limit` nearest that pass the filter, best first. With a filter it still returns `limit` hits where that many exist. */
  search(
    space: EmbeddingSpace,
    query: Float32Array,
    options: { limit: number; filter: VectorFilter },
    signal?: AbortSignal,
  ): Promise<VectorHit[]>
  count(space: EmbeddingSpace): Promise<number>
  /** The chunks that have a vector here, in batches, each once. */
  chunkIds(space: EmbeddingSpace, signal?: AbortSignal): AsyncIterable<readonly string[]>
  /** Removes a whole space; harmless when there is none. */
  drop(space: EmbeddingSpace): Promise<void>
  /**
   * Asks the store whether it can be used (address, keys, dimensions of `space`). Rejects with what a person has to mend, or
   * with an `UnreachableError`, as every other call does while the store cannot be reached. For the start and for
   * `cuepoint doctor`.
   */
  check(space: EmbeddingSpace, signal?: AbortSignal): Promise<void>
}
