import type { Queryable } from '../ports/database.ts'

/** Which part of the library is searched. */
export interface SearchFilter {
  readonly videoIds: readonly string[] | null
  /** Primary tags. */
  readonly languages: readonly string[] | null
  /** Keys of `findSpeakers`; null: it does not matter who speaks. */
  readonly speakers: readonly string[] | null
}

/** What there is to search under a filter. */
export interface SearchedLibrary {
  readonly videos: number
  readonly chunks: number
  readonly languages: readonly (string | null)[]
  /** Chunks that have a vector of the model in use. */
  readonly embeddedChunks: number
}

/** Counts by the table that triggers keep, so that it costs as little for a million chunks as for ten. */
export async function readSearchedLibrary(
  filter: SearchFilter,
  modelId: string | null,
  { database }: { database: Queryable },
): Promise<SearchedLibrary> {
  if (filter.speakers !== null) return readSpokenPart(filter, modelId, database)
  const [row] = await database.query<Counts>(
    `select count(*) as videos, coalesce(sum(i.chunks), 0) as chunks,
            coalesce(array_agg(distinct coalesce(i.language, '')), '{}') as languages,
            coalesce(sum(i.chunks) filter (where v.embedded_model is distinct from $3), 0) as "openChunks"
       from indexed_videos i join videos v on v.id = i.video_id
      where i.chunks > 0 and ($1::uuid[] is null or i.video_id = any($1)) and ($2::text[] is null or i.language = any($2))`,
    [filter.videoIds, filter.languages, modelId],
  )
  const { videos, chunks, languages, openChunks } = row ?? nothing
  const embeddedOfOpen =
    openChunks === 0 ? 0 : await countOpen(filter, modelId, openChunks, database)
  return {
    videos,
    chunks,
    // An empty library is asked like any other, and finds nothing.
    languages:
      chunks === 0 ? [null] : languages.map((language) => (language === '' ? null : language)),
    embeddedChunks: modelId === null ? 0 : chunks - openChunks + embeddedOfOpen,
  }
}

interface Counts {
  readonly videos: number
  readonly chunks: number
  readonly languages: readonly string[]
  /** Chunks of videos whose vectors are not complete. */
  readonly openChunks: number
}

const nothing: Counts = { videos: 0, chunks: 0, languages: [], openChunks: 0 }

/** Exact for as many videos as are usually in work; while a whole library gets new vectors, a part of it stands for all. */
async function countOpen(
  filter: SearchFilter,
  modelId: string | null,
  openChunks: number,
  database: Queryable,
): Promise<number> {
  if (modelId === null) return 0
  const [row] = await database.query<{ looked: number; embedded: number }>(
    `select count(*) as looked, count(e.chunk_id) as embedded
       from (select c.id from indexed_videos i join videos v on v.id = i.video_id join chunks c on c.video_id = i.video_id
              where v.embedded_model is distinct from $3
                and ($1::uuid[] is null or i.video_id = any($1)) and ($2::text[] is null or i.language = any($2))
              limit ${countedAtMost}) c
       left join embeddings e on e.chunk_id = c.id and e.model_id = $3`,
    [filter.videoIds, filter.languages, modelId],
  )
  if (!row || row.looked === 0) return 0
  return Math.round((row.embedded / row.looked) * openChunks)
}

const countedAtMost = 5000

/** Videos under a filter that are still in work. Of those whose language is not known yet, each may have the one asked for. */
export async function countUnfinished(
  { videoIds, languages }: SearchFilter,
  { database }: { database: Queryable },
): Promise<number> {
  const [row] = await database.query<{ videos: number }>(
    `select count(*) as videos from videos
      where status in ('queued', 'processing') and ($1::uuid[] is null or id = any($1))
        and ($2::text[] is null or language is null or split_part(lower(language), '-', 1) = any($2))`,
    [videoIds, languages],
  )
  return row?.videos ?? 0
}

/** What some speakers say: their chunks are counted one by one, since no table keeps their number. */
async function readSpokenPart(
  { videoIds, languages, speakers }: SearchFilter,
  modelId: string | null,
  database: Queryable,
): Promise<SearchedLibrary> {
  const [row] = await database.query<SearchedLibrary>(
    `select count(distinct c.video_id) as videos, count(*) as chunks,
            coalesce(array_agg(distinct c.language), '{null}') as languages,
            count(*) filter (where $4::text is not null and (v.embedded_model = $4
              or exists (select 1 from embeddings e where e.chunk_id = c.id and e.model_id = $4))) as "embeddedChunks"
       from chunks c join videos v on v.id = c.video_id
      where chunk_speakers(c.video_id, c.speakers) && $3::text[]
        and ($1::uuid[] is null or c.video_id = any($1)) and ($2::text[] is null or c.language = any($2))`,
    [videoIds, languages, speakers, modelId],
  )
  return row ?? { videos: 0, chunks: 0, languages: [null], embeddedChunks: 0 }
}
