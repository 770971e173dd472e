import type { Embedder } from '../ports/embedder.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import type { LegHit, LegQuestion } from './leg.ts'
import { embedQuestion, searchMeaning, type MeaningFound } from './semantic-leg.ts'

/** Vectors that are compared one by one; about 1 µs each on a server, some more in the embedded database. */
const comparesAtMost = 10_000
/** Stores take no longer lists of videos; whoever speaks in more of them is found among many hits. */
const videosAtMost = 1000
/** Hits that are asked of the store for each that is wanted, where it cannot know who speaks. */
const overfetch = 10

/**
 * Chunks of some speakers whose meaning is near to that of the question. Vector stores know nothing of speakers: what
 * few chunks there are is compared with the vectors of the database, else more hits are asked for and looked through.
 */
export async function searchMeaningOfSpeakers(
  text: string,
  question: LegQuestion,
  parts: { embedder: Embedder; vectorStore: VectorStore },
  signal?: AbortSignal,
): Promise<MeaningFound> {
  if (question.library.chunks > comparesAtMost) return searchAround(text, question, parts, signal)
  const { space } = parts.embedder
  const vector = await embedQuestion(text, parts.embedder, signal)
  const { filter, limit, database } = question
  const hits = await database.query<LegHit>(
    `select c.id as "chunkId", 1 - (e.vector <=> $4::vector) as score
       from chunks c join embeddings e on e.chunk_id = c.id and e.model_id = $5
        and vector_dims(e.vector) = vector_dims($4::vector)
      where chunk_speakers(c.video_id, c.speakers) && $3::text[]
        and ($1::uuid[] is null or c.video_id = any($1)) and ($2::text[] is null or c.language = any($2))
      order by score desc limit $6`,
    [
      filter.videoIds,
      filter.languages,
      filter.speakers,
      `[${vector.join(',')}]`,
      space.modelId,
      limit,
    ],
  )
  return { hits, question: { modelId: space.modelId, vector } }
}

async function searchAround(
  text: string,
  question: LegQuestion,
  parts: { embedder: Embedder; vectorStore: VectorStore },
  signal?: AbortSignal,
): Promise<MeaningFound> {
  const { filter, limit, database } = question
  const speakers = filter.speakers ?? []
  const videos = [...new Set(speakers.map((key) => key.slice(0, key.indexOf(' '))))]
  const around = {
    ...question,
    limit: limit * overfetch,
    filter: { ...filter, videoIds: videos.length > videosAtMost ? filter.videoIds : videos },
  }
  const found = await searchMeaning(text, around, parts, signal)
  const passing = await database.query<{ id: string }>(
    `select id from chunks where id = any($1::uuid[]) and chunk_speakers(video_id, speakers) && $2::text[]`,
    [found.hits.map(({ chunkId }) => chunkId), speakers],
  )
  const ids = new Set(passing.map(({ id }) => id))
  return { ...found, hits: found.hits.filter(({ chunkId }) => ids.has(chunkId)).slice(0, limit) }
}
