import { TemporaryError, UnreachableError } from '../domain/errors.ts'
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
  const options = {
    limit,
    filter: {
      ...(filter.videoIds && { videoIds: filter.videoIds }),
      ...(filter.languages && { languages: filter.languages }),
    },
  }
  const hits = await inTime(
    (either) => vectorStore.search(space, vector, options, either),
    () => new UnreachableError('vector-store-slow', `The vector store did not answer ${within}.`),
    signal,
  )
  return {
    hits: hits.map(({ chunkId, cosine }) => ({ chunkId, score: cosine })),
    question: { modelId: space.modelId, vector },
  }
}

/** The vector of a question. Rejects with `embedder-slow` when the model takes too long. */
export async function embedQuestion(
  text: string,
  embedder: Embedder,
  signal?: AbortSignal,
): Promise<Float32Array> {
  const tooLate = () =>
    new TemporaryError('embedder-slow', `The embedding model did not answer ${within}.`)
  const [vector] = await inTime(
    (either) => embedder.embed([text], 'query', either),
    tooLate,
    signal,
  )
  if (!vector) throw new Error('the embedder gave no vector')
  return vector
}

/** A service that does not answer must not hold back what the words have found. */
const patienceMs = 10_000
const within = `within ${patienceMs / 1000} s`

async function inTime<T>(
  work: (signal: AbortSignal) => Promise<T>,
  tooLate: () => Error,
  signal?: AbortSignal,
): Promise<T> {
  const timeout = AbortSignal.timeout(patienceMs)
  try {
    return await work(signal ? AbortSignal.any([signal, timeout]) : timeout)
  } catch (error) {
    signal?.throwIfAborted()
    throw timeout.aborted ? tooLate() : error
  }
}
