/** Vectors compare only within one space: one model at one number of dimensions. */
export interface EmbeddingSpace {
  /** Stable name of the model and its recipe, e.g. `multilingual-e5-small`. Stands beside every vector. */
  readonly modelId: string
  readonly dimensions: number
}
