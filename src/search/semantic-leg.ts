import { TemporaryError } from '../domain/errors.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import type { QueryVector } from './candidates.ts'
import type { LegHit, LegQuestion } from './leg.ts'

export interface MeaningFound {
  readonly hits: readonly LegHit[]
  readonly question: QueryVector
}

/** Chunks whose meaning is near to that of the question. */
export async function searchMeaning(
  text: string,
  { filter, limit }: LegQuestion,
  { embedder, vectorStore }: { embedder: Embedder; vectorStore: VectorStore },
  signal?: AbortSignal,
): Promise<MeaningFound> {
  const vector = await embedQuestion(text, embedder, signal)
  const { space } = embedder
  const hits = await vectorStore.search(
    space,
    vector,
    {
      limit,
      filter: {
        ...(filter.videoIds && { videoIds: filter.videoIds }),
        ...(filter.languages && { languages: filter.languages }),
      },
    },
    signal,
  )
  return {
    hits: hits.map(({ chunkId, cosine }) => ({ chunkId, score: cosine })),
    question: { modelId: space.modelId, vector },
  }
}

/** A service that does not answer must not hold back what the words have found. */
const patienceMs = 10_000

async function embedQuestion(
  text: string,
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const tooLate = AbortSignal.timeout(patienceMs)
  try {
    const either = signal ? AbortSignal.any([signal, tooLate]) : tooLate
    const [vector] = await embedder.embed([text], 'query', either)
    if (vector) return vector
  } catch (error) {
    signal?.throwIfAborted()
    if (!tooLate.aborted) throw error
  }
  throw new TemporaryError(
    'embedder-slow',
    `The embedding model did not answer within ${patienceMs / 1000} s.`,
  )
}
