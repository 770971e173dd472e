import { textWords } from '../../src/domain/text-words.ts'
import type { Embedder } from '../../src/ports/embedder.ts'

/** What a text is about, one dimension each. Words of one line mean nearly the same and share no letters. */
const concepts: readonly (readonly string[])[] = [
  ['refund', 'refunds', 'reimbursement', 'money', 'cash', 'paid'],
  ['dog', 'puppy', 'hound', 'leash'],
  ['sea', 'ocean', 'waves', 'tide'],
  ['bread', 'dough', 'loaf', 'yeast'],
  ['winter', 'snow', 'frost', 'ice'],
  ['music', 'violin', 'song', 'choir'],
]

/** Meaning without a model: the direction of a text is the mixture of its concepts; one of its own where it has none. */
export function createConceptEmbedder(overrides: Partial<Embedder> = {}): Embedder {
  return {
    space: { modelId: 'concepts', dimensions: concepts.length + 1 },
    maxBatch: 32,
    noiseCosine: 0.5,
    embed: (texts) => Promise.resolve(texts.map(vectorOf)),
    [Symbol.asyncDispose]: () => Promise.resolve(),
    ...overrides,
  }
}

function vectorOf(text: string): Float32Array {
  const words = textWords(text).map(({ word }) => word)
  const counts = concepts.map((concept) => words.filter((word) => concept.includes(word)).length)
  const isAboutNothing = counts.every((count) => count === 0)
  const vector = Float32Array.from([...counts, isAboutNothing ? 1 : 0.01])
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
