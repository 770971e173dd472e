import type { EmbeddingSpace } from '../domain/embedding-space.ts'

/** Turns text into vectors. */
export interface Embedder extends AsyncDisposable {
  readonly space: EmbeddingSpace
  /** Most texts in one call. */
  readonly maxBatch: number
  /** Cosine below which a passage has nothing to do with the question; null when it is not known for the model. */
  readonly noiseCosine: number | null
  /**
   * One unit-length vector per text, in order. Questions and passages can have different prefixes, and a question does
   * not wait behind passages. Texts longer than the model reads are cut. Rejects with `invalid-input` for a blank text
   * or more than `maxBatch`, with `model-missing` (waits) when a model has to be brought, and with the abort reason.
   */
  embed(
    texts: readonly string[],
    purpose: 'query' | 'passage',
    signal?: AbortSignal,
  ): Promise<Float32Array[]>
}
