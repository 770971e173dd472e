import type { EmbeddingSpace } from '../domain/embedding-space.ts'
import type { Database } from '../ports/database.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { noteChunks } from './vector-outbox.ts'

export interface VectorDifferences {
  /** Vectors of the database that the store did not have. */
  readonly missing: number
  /** Vectors of the store whose chunk is gone. */
  readonly extra: number
}

/**
 * Compares an external store with the database, chunk by chunk, and puts what differs into the outbox. Takes memory for
 * the ids of the store, about 100 bytes each.
 */
export async function reconcileVectors(
  space: EmbeddingSpace,
  { database, vectorStore }: { database: Database; vectorStore: VectorStore },
  signal?: AbortSignal,
): Promise<VectorDifferences> {
  const known = new Set<string>()
  let extra = 0
  for await (const ids of vectorStore.chunkIds(space, signal)) {
    const gone = await withoutVector(database, space, ids)
    await noteChunks(database, space, gone)
    extra += gone.length
    for (const id of ids) known.add(id)
  }
  let missing = 0
  for await (const ids of embeddedChunks(database, space, signal)) {
    const lacking = ids.filter((id) => !known.has(id))
    await noteChunks(database, space, lacking)
    missing += lacking.length
  }
  return { missing, extra }
}

async function withoutVector(
  database: Database,
  { modelId }: EmbeddingSpace,
  ids: readonly string[],
): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from unnest($2::uuid[]) as id
      where not exists (select from embeddings e where e.chunk_id = id and e.model_id = $1)`,
    [modelId, ids],
  )
  return rows.map(({ id }) => id)
}

async function* embeddedChunks(
  database: Database,
  { modelId }: EmbeddingSpace,
  signal?: AbortSignal,
): AsyncGenerator<readonly string[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    signal?.throwIfAborted()
    const rows = await database.query<{ id: string }>(
      `select chunk_id as id from embeddings where model_id = $1 and chunk_id > $2
        order by chunk_id limit 10000`,
      [modelId, after],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ id }) => id)
    after = last.id
  }
}
