import { createHash } from 'node:crypto'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import type { Database, Queryable } from '../../ports/database.ts'
import type { VectorFilter, VectorHit, VectorStore } from '../../ports/vector-store.ts'
import { checkDimensions } from './check-dimensions.ts'

/**
 * Vectors in the database of the library. The table `embeddings` is the truth and, with an HNSW index for each space,
 * the store as well: what was committed is found by the next search.
 */
export function createPgvectorStore({ database }: { database: Database }): VectorStore {
  const leastEfSearch = minEfSearch[database.kind]
  const prepared = new Set<string>()
  return {
    fedBy: 'transaction',
    maxBatch: 500,
    async prepare(space) {
      const name = indexName(space)
      if (prepared.has(name)) return
      await createIndex(database, space, name)
      prepared.add(name)
    },
    async upsert(space, records, signal) {
      signal?.throwIfAborted()
      for (const { vector } of records) checkDimensions(space, vector)
      // The language and the video of a vector are those of its chunk.
      await database.query(
        `insert into embeddings (chunk_id, model_id, vector)
         select distinct on (r.chunk_id) r.chunk_id, $1, r.vector::vector
           from unnest($2::uuid[], $3::text[]) with ordinality as r (chunk_id, vector, position)
          order by r.chunk_id, r.position desc
             on conflict (chunk_id, model_id) do update set vector = excluded.vector`,
        [
          space.modelId,
          records.map(({ chunkId }) => chunkId),
          records.map(({ vector }) => toText(vector)),
        ],
      )
    },
    async delete(space, chunkIds) {
      await database.query(
        'delete from embeddings where model_id = $1 and chunk_id = any($2::uuid[])',
        [space.modelId, chunkIds],
      )
    },
    async search(space, query, { limit, filter }, signal) {
      signal?.throwIfAborted()
      checkDimensions(space, query)
      if (limit <= 0 || isImpossible(filter)) return []
      return database.transaction((tx) =>
        findNearest(tx, space, query, { limit, filter, leastEfSearch }),
      )
    },
    async count(space) {
      const [row] = await database.query<{ count: number }>(
        'select count(*) from embeddings where model_id = $1',
        [space.modelId],
      )
      return row?.count ?? 0
    },
    chunkIds: (space, signal) => readChunkIds(database, space, signal),
    async drop(space) {
      const name = indexName(space)
      prepared.delete(name)
      await database.query('delete from embeddings where model_id = $1', [space.modelId])
      await database.execute(`drop index if exists ${name}`)
    },
    // The database answers for itself.
    async check(_space, signal) {
      await Promise.resolve()
      signal?.throwIfAborted()
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function* readChunkIds(
  database: Database,
  { modelId }: EmbeddingSpace,
  signal?: AbortSignal,
): AsyncGenerator<readonly string[]> {
  for (let after: string | null = null; ;) {
    signal?.throwIfAborted()
    const rows: { id: string }[] = await database.query<{ id: string }>(
      `select chunk_id as id from embeddings
        where model_id = $1 and ($2::uuid is null or chunk_id > $2) order by chunk_id limit 10000`,
      [modelId, after],
    )
    const last = rows.at(-1)
    if (!last) return
    yield rows.map(({ id }) => id)
    after = last.id
  }
}

/** An index is made while it is empty and grows with the vectors: made afterwards, it would hold everybody up for minutes. */
async function createIndex(database: Database, space: EmbeddingSpace, name: string): Promise<void> {
  const type = indexedType(space, database.kind)
  if (type === null) return
  await database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query('select pg_advisory_xact_lock($1)', [prepareLock])
    const [found] = await tx.query<{ missing: boolean }>(
      'select to_regclass($1) is null as missing',
      [name],
    )
    if (found?.missing !== true) return
    // Where vectors are there already, the graph of 100,000 has to fit. A server has its own setting.
    if (database.kind === 'embedded') await tx.query(`set local maintenance_work_mem = '256MB'`)
    await tx.query(
      `create index ${name} on embeddings using hnsw ((vector::${type}) ${operatorClass(type)})
        with (m = 16, ef_construction = 64) where model_id = ${literal(space.modelId)}`,
    )
  })
}

/** Any number that nobody else locks. */
const prepareLock = 4_801_183

/**
 * HNSW takes at most 2000 dimensions as `vector` and 4000 as `halfvec`; beyond that every search is exact. In PGlite a
 * `halfvec` is hundreds of times slower, so there it is exact as well.
 */
function indexedType({ dimensions }: EmbeddingSpace, kind: Database['kind']): string | null {
  if (dimensions <= 2000) return `vector(${dimensions})`
  return dimensions <= 4000 && kind === 'server' ? `halfvec(${dimensions})` : null
}

function operatorClass(type: string): string {
  return type.startsWith('halfvec') ? 'halfvec_cosine_ops' : 'vector_cosine_ops'
}

interface Wanted {
  readonly limit: number
  readonly filter: VectorFilter
  readonly leastEfSearch: number
}

async function findNearest(
  tx: Queryable,
  space: EmbeddingSpace,
  query: Float32Array,
  wanted: Wanted,
): Promise<VectorHit[]> {
  const { limit, filter } = wanted
  const isFiltered = filter.videoIds !== undefined || filter.languages !== undefined
  if (isFiltered && (await countFiltered(tx, filter)) <= scoredAtMost)
    return searchExactly(tx, space, query, limit, filter)
  const hits = await searchByIndex(tx, space, query, wanted)
  // The scan of an index gives up at some point; rows that are far from the question may lie beyond it.
  const isShort = isFiltered && hits.length < limit
  return isShort ? searchExactly(tx, space, query, limit, filter) : hits
}

/** Up to this many vectors it is quicker to compare them all than to look through the index for them. */
const scoredAtMost = 5000

async function countFiltered(tx: Queryable, filter: VectorFilter): Promise<number> {
  const [row] = await tx.query<{ chunks: number }>(
    `select coalesce(sum(chunks), 0) as chunks from indexed_videos
      where ($1::uuid[] is null or video_id = any($1)) and ($2::text[] is null or language = any($2))`,
    filterValues(filter),
  )
  return row?.chunks ?? 0
}

async function searchByIndex(
  tx: Queryable,
  space: EmbeddingSpace,
  query: Float32Array,
  { limit, filter, leastEfSearch }: Wanted,
): Promise<VectorHit[]> {
  const type = indexedType(space, 'server') ?? 'vector'
  // The scan goes on until enough rows have passed the filter (pgvector 0.8).
  await tx.execute(
    `set local hnsw.iterative_scan = relaxed_order; set local hnsw.ef_search = ${Math.min(1000, Math.max(leastEfSearch, limit))}`,
  )
  return readHits(
    await tx.query<VectorHit>(
      `select e.chunk_id as "chunkId", 1 - (e.vector::${type} <=> $1::${type}) as cosine
         from embeddings e ${(filter.videoIds ?? filter.languages) ? 'join chunks c on c.id = e.chunk_id' : ''}
        where e.model_id = ${literal(space.modelId)}
          ${filter.videoIds ? 'and c.video_id = any($3::uuid[])' : 'and $3::uuid[] is null'}
          ${filter.languages ? 'and c.language = any($4::text[])' : 'and $4::text[] is null'}
        order by e.vector::${type} <=> $1::${type} limit $2`,
      [toText(query), limit, ...filterValues(filter)],
    ),
  )
}

/**
 * How many candidates a search of the graph keeps. A server with a million vectors finds .88 of the ten nearest with 400 and
 * .77 with 100, for a millisecond or two more; PGlite searches slower and smaller libraries (bench/README.md).
 */
const minEfSearch = { embedded: 64, server: 400 } as const

async function searchExactly(
  tx: Queryable,
  space: EmbeddingSpace,
  query: Float32Array,
  limit: number,
  filter: VectorFilter,
): Promise<VectorHit[]> {
  return readHits(
    await tx.query<VectorHit>(
      `with passing as materialized (
         select e.chunk_id, e.vector from indexed_videos i
           join chunks c on c.video_id = i.video_id
           join embeddings e on e.chunk_id = c.id and e.model_id = $5
          where ($3::uuid[] is null or i.video_id = any($3)) and ($4::text[] is null or c.language = any($4))
       )
       select chunk_id as "chunkId", 1 - (vector <=> $1::vector) as cosine
         from passing order by vector <=> $1::vector limit $2`,
      [toText(query), limit, ...filterValues(filter), space.modelId],
    ),
  )
}

function readHits(hits: VectorHit[]): VectorHit[] {
  return hits.sort((a, b) => b.cosine - a.cosine)
}

function filterValues({ videoIds, languages }: VectorFilter): readonly unknown[] {
  return [videoIds ?? null, languages ?? null]
}

function isImpossible({ videoIds, languages }: VectorFilter): boolean {
  return videoIds?.length === 0 || languages?.length === 0
}

/** Names of models can be longer than the name of an index may be. */
function indexName({ modelId, dimensions }: EmbeddingSpace): string {
  const hash = createHash('sha256').update(`${modelId} ${dimensions}`).digest('hex').slice(0, 16)
  return `embeddings_hnsw_${hash}`
}

function toText(vector: Float32Array): string {
  return `[${vector.join(',')}]`
}

/** The predicate of a partial index is met only by a statement that names the model as the index does. */
function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
