import type { QueryWord } from './analyze-query.ts'
import type { LegHit, LegQuestion } from './leg.ts'
import { anyOf } from './text-query.ts'

/**
 * Keyword search on a server without BM25, by tsvector, so that it never costs more than a bounded number of rows: first
 * the chunks that have all words, then those that have one of the rarer ones. Ranked by rarity and number of the words,
 * which is what BM25 does but for the length of the text; chunks are about equally long.
 */
export async function searchByTerms(question: LegQuestion): Promise<LegHit[]> {
  const { query, filter, library, limit, database } = question
  const words = await weighWords(question)
  const rare = words.filter(({ found }) => found <= Math.max(rowsAtMost, 0.02 * library.chunks))
  const conditions = words.map(({ terms }) => anyOf(terms))
  return database.query<LegHit>(
    `with found as materialized (
       (select c.id, c.lexemes from chunks c where ${passes} and c.lexemes @@ $4::tsquery limit ${rowsAtMost})
       union all
       (select c.id, c.lexemes from chunks c
         where ${passes} and c.lexemes @@ $5::tsquery and not c.lexemes @@ $4::tsquery limit ${rowsAtMost})
     )
     select id as "chunkId",
            (select sum(w.weight * ts_rank('{1,1,1,1}', lexemes, w.condition::tsquery))
               from unnest($6::text[], $7::float8[]) as w (condition, weight)) as score
       from found order by score desc limit $8`,
    [
      filter.videoIds,
      filter.languages,
      query.condition,
      conditions.map((condition) => `(${condition})`).join(' & '),
      query.isSelective ? query.hasWord : anyOf(rare.flatMap(({ terms }) => terms)),
      conditions,
      words.map(({ weight }) => weight),
      limit,
      filter.speakers,
    ],
  )
}

const rowsAtMost = 3000

const passes = `($1::uuid[] is null or c.video_id = any($1)) and ($2::text[] is null or c.language = any($2))
        and ($3::tsquery is null or c.lexemes @@ $3)
        and ($9::text[] is null or chunk_speakers(c.video_id, c.speakers) && $9)`

interface WeighedWord extends QueryWord {
  /** Chunks that have it, as far as they were counted. */
  readonly found: number
  readonly weight: number
}

/**
 * How rare each word is. PostgreSQL's statistics know how many chunks have the frequent words; only the others are
 * counted. ts_rank gives 1/1.64 for a word that comes once and at most 1 for one that comes often.
 */
async function weighWords({ query, library, database }: LegQuestion): Promise<WeighedWord[]> {
  const counted = await database.query<{ found: number }>(
    `with frequent as (
       select u.term, u.share from pg_stats s, unnest(s.most_common_elems::text::text[], s.most_common_elem_freqs) as u (term, share)
        where s.schemaname = current_schema() and s.tablename = 'chunks' and s.attname = 'lexemes'
     )
     select coalesce(
              (select max(f.share) * $2 from frequent f where f.term = any(string_to_array(w.terms, ' '))),
              (select count(*) from (select 1 from chunks c where c.lexemes @@ replace(w.terms, ' ', '|')::tsquery
                                     limit ${rowsAtMost}) as having_it)) as found
       from unnest($1::text[]) with ordinality as w (terms, position) order by w.position`,
    [query.words.map(({ terms }) => terms.join(' ')), library.chunks],
  )
  return query.words.map((word, index) => {
    const found = counted[index]?.found ?? 0
    return { ...word, found, weight: Math.log(1 + (library.chunks + 0.5) / (found + 0.5)) }
  })
}
