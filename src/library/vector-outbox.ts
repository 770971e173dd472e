import type { EmbeddingSpace } from '../domain/embedding-space.ts'
import type { Database, Queryable } from '../ports/database.ts'
import type { VectorRecord } from '../ports/vector-store.ts'

/** A change that this process has taken upon itself to tell. */
export interface ClaimedChange {
  readonly chunkId: string
  readonly sequence: number
}

/** Longer than a store may take for one batch; then another process takes the change over. */
export const claimSeconds = 120

/** Takes the oldest changes that nobody tells. */
export function claimChanges(
  database: Queryable,
  { modelId }: EmbeddingSpace,
  limit: number,
): Promise<ClaimedChange[]> {
  return database.query<ClaimedChange>(
    `update vector_outbox o set claimed_until = now() + make_interval(secs => $3)
       from (select model_id, chunk_id from vector_outbox
              where model_id = $1 and (claimed_until is null or claimed_until < now())
              order by sequence limit $2 for update skip locked) as taken
      where o.model_id = taken.model_id and o.chunk_id = taken.chunk_id
     returning o.chunk_id as "chunkId", o.sequence`,
    [modelId, limit, claimSeconds],
  )
}

/** The changes were told. One that has changed again meanwhile stays, for whoever comes next. */
export async function settleChanges(
  database: Database,
  space: EmbeddingSpace,
  changes: readonly ClaimedChange[],
): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query(
      `delete from vector_outbox o using unnest($2::uuid[], $3::bigint[]) as told (chunk_id, sequence)
        where o.model_id = $1 and o.chunk_id = told.chunk_id and o.sequence = told.sequence`,
      [
        space.modelId,
        changes.map(({ chunkId }) => chunkId),
        changes.map(({ sequence }) => sequence),
      ],
    )
    await releaseChanges(tx, space, changes)
  })
}

/** The changes were not told. */
export async function releaseChanges(
  database: Queryable,
  { modelId }: EmbeddingSpace,
  changes: readonly ClaimedChange[],
): Promise<void> {
  await database.query(
    `update vector_outbox set claimed_until = null where model_id = $1 and chunk_id = any($2::uuid[])`,
    [modelId, changes.map(({ chunkId }) => chunkId)],
  )
}

/** What the store is to have for these chunks; those that are not in the answer are to go. */
export async function readVectors(
  database: Queryable,
  { modelId }: EmbeddingSpace,
  chunkIds: readonly string[],
): Promise<VectorRecord[]> {
  const rows = await database.query<Omit<VectorRecord, 'vector'> & { vector: string }>(
    `select e.chunk_id as "chunkId", c.video_id as "videoId", c.language, e.vector::text as vector
       from embeddings e join chunks c on c.id = e.chunk_id
      where e.model_id = $1 and e.chunk_id = any($2::uuid[])`,
    [modelId, chunkIds],
  )
  return rows.map(({ vector, ...row }) => ({
    ...row,
    vector: Float32Array.from(vector.slice(1, -1).split(','), Number),
  }))
}

/** How many changes the store has not been told, counted up to `atMost`. */
export async function countUntold(
  database: Queryable,
  modelId: string,
  atMost: number,
): Promise<number> {
  const [row] = await database.query<{ untold: number }>(
    'select count(*) as untold from (select from vector_outbox where model_id = $1 limit $2) as counted',
    [modelId, atMost],
  )
  return row?.untold ?? 0
}

/** Has the store told of these chunks, whatever it knows of them. */
export async function noteChunks(
  database: Queryable,
  { modelId }: EmbeddingSpace,
  chunkIds: readonly string[],
): Promise<void> {
  await database.query(
    `insert into vector_outbox (model_id, chunk_id) select $1, id from unnest($2::uuid[]) as id order by id
     on conflict (model_id, chunk_id) do update set sequence = excluded.sequence`,
    [modelId, chunkIds],
  )
}

/** Has the store told of every vector. Resolves to their number. */
export async function noteAllVectors(database: Database, modelId: string): Promise<number> {
  return database.transaction(async (tx) => {
    // A million of them take longer than statements usually may.
    await tx.query('set local statement_timeout = 0')
    const [row] = await tx.query<{ noted: number }>(
      `with noted as (
         insert into vector_outbox (model_id, chunk_id)
         select model_id, chunk_id from embeddings where model_id = $1 order by chunk_id
             on conflict (model_id, chunk_id) do update set sequence = excluded.sequence
         returning 1)
       select count(*) as noted from noted`,
      [modelId],
    )
    return row?.noted ?? 0
  })
}

/** Nobody will tell a store of vectors of other models any more. */
export async function forgetOtherModels(
  database: Queryable,
  { modelId }: EmbeddingSpace,
): Promise<void> {
  await database.query('delete from vector_outbox where model_id <> $1', [modelId])
}
