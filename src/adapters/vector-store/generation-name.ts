import { createHash } from 'node:crypto'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'

/**
 * Names the place of one embedding generation in a store that several share: the prefix and 16 hexadecimal digits, since
 * names of models can be long and hold any sign.
 */
export function generationName(prefix: string, { modelId, dimensions }: EmbeddingSpace): string {
  const hash = createHash('sha256').update(`${modelId} ${dimensions}`).digest('hex').slice(0, 16)
  return `${prefix}${hash}`
}
