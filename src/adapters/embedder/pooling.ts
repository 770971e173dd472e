import type { EmbeddingRecipe } from '../../domain/embedding-space.ts'

/** One vector of unit length from the vectors of the tokens, which stand one after the other in `hidden`. */
export function pool(
  hidden: Float32Array,
  dimensions: number,
  pooling: EmbeddingRecipe['pooling'],
): Float32Array {
  switch (pooling) {
    case 'mean':
      return toUnitLength(meanOfTokens(hidden, dimensions))
    case 'first-token':
      return toUnitLength(hidden.slice(0, dimensions))
  }
}

/** Scales in place. A vector of zeros has no direction and stays as it is. */
export function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.hypot(...vector)
  return length === 0 ? vector : vector.map((value) => value / length)
}

/** Only one text at a time is embedded, so there is no padding to leave out. The sum is brought to unit length anyway. */
function meanOfTokens(hidden: Float32Array, dimensions: number): Float32Array {
  const sum = new Float32Array(dimensions)
  for (let start = 0; start < hidden.length; start += dimensions)
    for (let i = 0; i < dimensions; i += 1) sum[i] = (sum[i] ?? 0) + (hidden[start + i] ?? 0)
  return sum
}
