import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { InvalidInputError } from '../../domain/errors.ts'

/** Throws `invalid-input` for a vector that is not of the space. */
export function checkDimensions(
  { modelId, dimensions }: EmbeddingSpace,
  vector: Float32Array,
): void {
  if (vector.length === dimensions) return
  throw new InvalidInputError(
    `A vector of ${modelId} has ${dimensions} dimensions; this one has ${vector.length}.`,
  )
}
