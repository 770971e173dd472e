/** Vectors compare only within one space: one model at one number of dimensions. */
export interface EmbeddingSpace {
  /** Stable name of the model and its recipe, e.g. `multilingual-e5-small`. Stands beside every vector. */
  readonly modelId: string
  readonly dimensions: number
}

/** How a model makes the vector of a text; all are brought to unit length. Another recipe gives vectors that do not compare. */
export interface EmbeddingRecipe extends EmbeddingSpace {
  /** What stands for the whole text: the mean of its tokens, or the first token ([CLS]). */
  readonly pooling: 'mean' | 'first-token'
  /** Put in front of a question, as the model was trained. */
  readonly queryPrefix: string
  /** Put in front of a passage. */
  readonly passagePrefix: string
  /** Longer texts are cut. Special tokens and prefix count. */
  readonly maxTokens: number
  /** Cosine below which a passage has nothing to do with the question; null: not measured. */
  readonly noiseCosine: number | null
}
