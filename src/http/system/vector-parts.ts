import type { Config } from '../../config/config.ts'
import type { Cause } from '../../domain/video.ts'
import { countUntold } from '../../library/vector-outbox.ts'
import type { Database } from '../../ports/database.ts'
import type { Embedder } from '../../ports/embedder.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import type { Finding } from './part.ts'

interface VectorParts {
  readonly vectorStore: VectorStore
  readonly embedder: Embedder | null
  readonly database: Database
}

/** How many chunks have a vector of the model in use, and whether an external store has the same ones. */
export async function lookAtVectors(
  { vectorStore, embedder, database }: VectorParts,
  { vectorStore: { kind } }: Pick<Config, 'vectorStore'>,
): Promise<Finding> {
  if (!embedder) return { state: 'off', summary: `${kind}: nothing is embedded` }
  const { space } = embedder
  const [row] = await database.query<{ chunks: number; embedded: number }>(
    `select (select count(*) from chunks) as chunks,
            (select count(*) from embeddings where model_id = $1) as embedded`,
    [space.modelId],
  )
  const { chunks, embedded } = row ?? { chunks: 0, embedded: 0 }
  const isExternal = vectorStore.fedBy === 'outbox'
  if (isExternal) await vectorStore.check(space, AbortSignal.timeout(patienceMs))
  const vectors = isExternal ? await vectorStore.count(space) : embedded
  const untold = isExternal ? await countUntold(database, space.modelId, embedded + vectors + 1) : 0
  const coverage = chunks === 0 ? 1 : Math.min(1, vectors / chunks, embedded / chunks)
  const share = `${Math.floor(coverage * 100)} % of ${chunks} chunks`
  const problem = findProblem({ share, coverage, vectors, embedded, untold })
  return {
    state: problem ? 'attention' : 'ok',
    summary: chunks === 0 ? `${kind}: empty` : `${kind}: ${share}`,
    details: {
      store: kind,
      model: space.modelId,
      dimensions: space.dimensions,
      vectors,
      embedded,
      untold,
      chunks,
      coverage,
    },
    problem,
  }
}

const patienceMs = 10_000

function findProblem({
  share,
  coverage,
  vectors,
  embedded,
  untold,
}: {
  readonly share: string
  readonly coverage: number
  readonly vectors: number
  readonly embedded: number
  readonly untold: number
}): Cause | null {
  if (untold === 0 && vectors !== embedded) {
    return {
      code: 'vectors-differ',
      message: `The vector store has ${vectors} vectors, the database ${embedded}.`,
      remedy: 'A store can need a moment to count; if it stays so: cuepoint doctor --fix',
    }
  }
  if (coverage === 1) return null
  return {
    code: 'vectors-incomplete',
    message: `The search by meaning covers ${share}.`,
    remedy: 'The rest follows by itself once the model and the store are there.',
  }
}
