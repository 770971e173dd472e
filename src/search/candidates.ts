import type { TimeRange } from '../domain/time-range.ts'
import type { Queryable } from '../ports/database.ts'
import type { AnalyzedQuery } from './analyze-query.ts'

/** A chunk that some leg found, with what all of them have to be judged by. */
export interface Candidate extends TimeRange {
  readonly id: string
  readonly videoId: string
  readonly index: number
  /** Null while it has no vector. */
  readonly cosine: number | null
}

/** What a vector is compared with: null where meaning is not asked for. */
export interface QueryVector {
  readonly modelId: string
  readonly vector: Float32Array
}

/** Reads the chunks, without those that miss a condition of the question (which vectors know nothing of). */
export async function readCandidates(
  ids: readonly string[],
  { condition }: AnalyzedQuery,
  meaning: QueryVector | null,
  { database }: { database: Queryable },
): Promise<Candidate[]> {
  if (ids.length === 0) return []
  return database.query<Candidate>(
    `select c.id, c.video_id as "videoId", c.chunk_index as index, c.start_time as start, c.end_time as end,
            ${meaning ? '1 - (e.vector <=> $4::vector)' : 'null::float8'} as cosine
       from unnest($1::uuid[]) as wanted (id)
       join chunks c on c.id = wanted.id
       left join embeddings e on e.chunk_id = c.id and e.model_id = $2
       ${meaning ? 'and vector_dims(e.vector) = vector_dims($4::vector)' : ''}
      ${condition === null ? 'where $3::text is null' : 'where c.lexemes @@ $3::tsquery'}`,
    [
      ids,
      meaning?.modelId ?? null,
      condition,
      ...(meaning ? [`[${meaning.vector.join(',')}]`] : []),
    ],
  )
}

/** Of chunks that were found by words, those that have one in the part that does not repeat the chunk before. */
export async function readOwnWords(
  ids: readonly string[],
  query: AnalyzedQuery,
  { database }: { database: Queryable },
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const rows = await database.query<{ id: string }>(
    'select id from chunks where id = any($1::uuid[]) and lexemes @@ $2::tsquery',
    [ids, query.hasOwnWord],
  )
  return new Set(rows.map(({ id }) => id))
}
