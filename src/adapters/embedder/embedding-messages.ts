import type { ModelRecipe, SentenceModelFiles } from './sentence-model.ts'

/** A model to be loaded, and how. */
export interface EmbeddingJob {
  readonly files: SentenceModelFiles
  readonly recipe: ModelRecipe
  readonly threads: number
}

/** `load` comes first and once. The next request is sent when the last one has been answered. */
export type EmbeddingRequest =
  | { readonly kind: 'load'; readonly job: EmbeddingJob }
  | { readonly kind: 'embed'; readonly text: string }
  | { readonly kind: 'close' }

export type EmbeddingAnswer =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'vector'; readonly vector: Float32Array<ArrayBuffer> }
  | { readonly kind: 'failed'; readonly reason: string }
