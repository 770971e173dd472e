import type { EmbeddingSpace } from '../domain/embedding-space.ts'
import type { Queryable } from '../ports/database.ts'

/** Writes vectors into the store of truth; the same chunk and model again replaces. Every vector has `space.dimensions` numbers. */
export async function saveEmbeddings(
  tx: Queryable,
  space: EmbeddingSpace,
  records: readonly { readonly chunkId: string; readonly vector: Float32Array }[],
): Promise<void> {
  await tx.query(
    `insert into embeddings (chunk_id, model_id, vector)
     select r.chunk_id, $1, r.vector::vector from unnest($2::uuid[], $3::text[]) as r (chunk_id, vector)
     on conflict (chunk_id, model_id) do update set vector = excluded.vector`,
    [
      space.modelId,
      records.map(({ chunkId }) => chunkId),
      records.map(({ vector }) => `[${vector.join(',')}]`),
    ],
  )
}
