import { searchByTerms } from './bounded-keyword-leg.ts'
import { isFiltered, isNarrow, looksAtMost, type LegHit, type LegQuestion } from './leg.ts'
import { keywordIndex } from './refresh-search-indexes.ts'

/** Chunks that have words of the question, ranked by BM25 (pg_textsearch), or as nearly as the database can. */
export async function searchKeywords(question: LegQuestion): Promise<LegHit[]> {
  const { query, limit, database } = question
  if (!database.hasBm25) return searchByTerms(question)
  if (isNarrow(question)) return (await scoreMatching(question, looksAtMost)).slice(0, limit)
  if (query.isSelective) {
    const hits = await scoreMatching(question, scoresAtMost)
    if (hits.length < scoresAtMost) return hits.slice(0, limit)
  }
  const isFree = !isFiltered(question) && query.condition === null && !query.isSelective
  return isFree ? searchByIndex(question) : searchAround(question)
}

/** A score that does not come out of the index costs 0.07 ms. */
const scoresAtMost = 500

/** `<@>` is BM25 below zero, so that an index gives the best first. */
const rank = `c.terms <@> to_bm25query($1, '${keywordIndex}')`

/** What the filter and the conditions let through. */
const passes = `($2::uuid[] is null or c.video_id = any($2)) and ($3::text[] is null or c.language = any($3))
        and ($4::tsquery is null or c.lexemes @@ $4) and c.lexemes @@ $5::tsquery
        and ($6::text[] is null or chunk_speakers(c.video_id, c.speakers) && $6)`

function valuesOf({ query, filter }: LegQuestion): readonly unknown[] {
  const terms = query.words.flatMap((word) => word.terms)
  return [
    terms.join(' '),
    filter.videoIds,
    filter.languages,
    query.condition,
    query.hasWord,
    filter.speakers,
  ]
}

async function searchByIndex({ query, limit, database }: LegQuestion): Promise<LegHit[]> {
  const terms = query.words.flatMap((word) => word.terms).join(' ')
  return database.query<LegHit>(
    // The score is taken from the scan: `rank` in the list would be computed anew for each row. A table of a page or two is
    // read without its index, which gives chunks that have none of the words as well.
    `select c.id as "chunkId", c.score
       from (select c.id, c.lexemes, -bm25_get_current_score() as score from chunks c order by ${rank} limit $2) c
      where c.lexemes @@ $3::tsquery order by c.score desc`,
    [terms, limit, query.hasWord],
  )
}

/** The best of the whole library that pass; only if those are too few, the index goes on until enough have passed. */
async function searchAround(question: LegQuestion): Promise<LegHit[]> {
  const { limit, database } = question
  const values = [...valuesOf(question), limit]
  const best = await database.query<LegHit>(
    `select c.id as "chunkId", c.score
       from (select c.id, c.video_id, c.language, c.lexemes, c.speakers, -bm25_get_current_score() as score
               from chunks c order by ${rank} limit 10 * $7::int) c
      where ${passes} order by c.score desc limit $7`,
    values,
  )
  if (best.length >= limit) return best
  return database.query<LegHit>(
    `select c.id as "chunkId", -(${rank}) as score from chunks c where ${passes} order by ${rank} limit $7`,
    values,
  )
}

/** Scores every chunk that passes and has one of the words, however far down the index they are. */
async function scoreMatching(question: LegQuestion, limit: number): Promise<LegHit[]> {
  return question.database.query<LegHit>(
    `with passing as materialized (
       select c.id, c.terms from chunks c where ${passes} limit $7
     )
     select c.id as "chunkId", -(${rank}) as score from passing c order by score desc`,
    [...valuesOf(question), limit],
  )
}
