import { isFiltered, isSmall, type LegHit, type LegQuestion } from './leg.ts'
import { lettersIndex } from './refresh-search-indexes.ts'

export interface LettersHit extends LegHit {
  /** Whether the chunk has so many of the runs that this is no chance. */
  readonly isConvincing: boolean
}

/** Whether the letters of this library can be searched at all. */
export function canSearchLetters(question: LegQuestion): boolean {
  return question.database.hasBm25 || isSmall(question)
}

/**
 * Chunks that share runs of letters with the question, ranked by BM25 over the runs: finds what a recogniser cut or
 * joined in another way (`cyber security` for `cybersecurity`).
 */
export async function searchLetters(question: LegQuestion): Promise<LettersHit[]> {
  const runs = question.query.letterRuns
  if (runs.length === 0) return []
  const isLookedAt = isSmall(question) && (isFiltered(question) || !question.database.hasBm25)
  const found = isLookedAt ? await scoreAll(question) : await searchByIndex(question)
  return found.map(({ chunkId, score, letters }) => {
    const shared = runs.filter((run) => letters.includes(run)).length
    const isConvincing = shared >= leastShared && shared >= leastShare * runs.length
    return { chunkId, score, isConvincing }
  })
}

/** Of 65 words that QMSum does not have, none was found in it by three runs and three quarters of its runs (docs/search.md). */
const leastShared = 3
const leastShare = 0.75

interface ScoredLetters extends LegHit {
  readonly letters: string
}

async function searchByIndex(question: LegQuestion): Promise<ScoredLetters[]> {
  const { query, filter, limit, database } = question
  return database.query<ScoredLetters>(
    // The score is taken from the scan; computed in the list, it would cut the letters of every row into runs again.
    `select c.id as "chunkId", c.score, c.letters
       from (select c.id, c.video_id, c.language, c.letters, c.speakers, -bm25_get_current_score() as score
               from chunks c order by letter_runs(c.letters) <@> to_bm25query($1, '${lettersIndex}')
              limit $2::int * ${isFiltered(question) ? 10 : 1}) c
      where ($3::uuid[] is null or c.video_id = any($3)) and ($4::text[] is null or c.language = any($4))
        and ($5::text[] is null or chunk_speakers(c.video_id, c.speakers) && $5)
      order by c.score desc limit $2`,
    [query.letterRuns.join(' '), limit, filter.videoIds, filter.languages, filter.speakers],
  )
}

/** The same ranking over a few chunks without an index. */
async function scoreAll({ query, filter, limit, database }: LegQuestion): Promise<ScoredLetters[]> {
  const chunks = await database.query<{ chunkId: string; letters: string }>(
    `select c.id as "chunkId", c.letters from chunks c
      where ($1::uuid[] is null or c.video_id = any($1)) and ($2::text[] is null or c.language = any($2))
        and ($3::text[] is null or chunk_speakers(c.video_id, c.speakers) && $3)`,
    [filter.videoIds, filter.languages, filter.speakers],
  )
  const weights = query.letterRuns.map((run) => ({ run, weight: rarity(run, chunks) }))
  return chunks
    .map((chunk) => ({ ...chunk, score: scoreLetters(chunk.letters, weights) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
}

/** BM25's weight of a term (Robertson and Zaragoza 2009, 3.4). */
function rarity(run: string, chunks: readonly { letters: string }[]): number {
  const having = chunks.filter(({ letters }) => letters.includes(run)).length
  return Math.log(1 + (chunks.length - having + 0.5) / (having + 0.5))
}

/** Chunks are about equally long, and a run hardly comes twice: what is left of BM25 is a sum. */
function scoreLetters(
  letters: string,
  weights: readonly { run: string; weight: number }[],
): number {
  return weights.reduce((sum, { run, weight }) => sum + (letters.includes(run) ? weight : 0), 0)
}
