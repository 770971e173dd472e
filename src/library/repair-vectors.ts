import type { EmbeddingSpace } from '../domain/embedding-space.ts'
import { InvalidInputError } from '../domain/errors.ts'
import type { Database } from '../ports/database.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { reconcileVectors, type VectorDifferences } from './reconcile-vectors.ts'
import { noteAllVectors } from './vector-outbox.ts'

interface VectorDeps {
  readonly database: Database
  readonly embedder: Embedder | null
  readonly vectorStore: VectorStore
}

export interface VectorRepair extends VectorDifferences {
  /** Models whose vectors were removed from the store, since every chunk has one of the model in use. */
  readonly dropped: string[]
}

/** Brings an external store in step with the database. Null where the database searches its own vectors. */
export async function repairVectors(
  { database, embedder, vectorStore }: VectorDeps,
  signal?: AbortSignal,
): Promise<VectorRepair | null> {
  if (!embedder || vectorStore.fedBy !== 'outbox') return null
  const { space } = embedder
  await vectorStore.check(space, signal)
  await vectorStore.prepare(space)
  const differences = await reconcileVectors(space, { database, vectorStore }, signal)
  const old = (await isComplete(database, space)) ? await otherSpaces(database, space) : []
  for (const other of old) await vectorStore.drop(other)
  return { ...differences, dropped: old.map(({ modelId }) => modelId) }
}

/**
 * Has an external store told of every vector again, and of those that it has without need. Resolves to the number of
 * vectors. Rejects with `no-external-store` where there is none.
 */
export async function refillVectorStore(
  { database, embedder, vectorStore }: VectorDeps,
  signal?: AbortSignal,
): Promise<number> {
  if (!embedder || vectorStore.fedBy !== 'outbox') {
    throw new InvalidInputError(
      'The database searches its own vectors; there is no store to fill.',
      {
        code: 'no-external-store',
        remedy: 'Set CUEPOINT_VECTOR_STORE to faiss, pinecone or milvus first.',
      },
    )
  }
  const { space } = embedder
  await vectorStore.check(space, signal)
  await vectorStore.prepare(space)
  await reconcileVectors(space, { database, vectorStore }, signal)
  return noteAllVectors(database, space.modelId)
}

async function isComplete(database: Database, { modelId }: EmbeddingSpace): Promise<boolean> {
  const open = await database.query(
    `select 1 from chunks c
      where not exists (select from embeddings e where e.chunk_id = c.id and e.model_id = $1) limit 1`,
    [modelId],
  )
  return open.length === 0
}

function otherSpaces(database: Database, { modelId }: EmbeddingSpace): Promise<EmbeddingSpace[]> {
  return database.query<EmbeddingSpace>(
    `select distinct model_id as "modelId", vector_dims(vector) as dimensions from embeddings
      where model_id <> $1`,
    [modelId],
  )
}
