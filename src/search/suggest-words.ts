import { textWords } from '../domain/text-words.ts'
import type { Queryable } from '../ports/database.ts'
import { hasTrigrams } from './refresh-search-indexes.ts'
import { isWorthSuggesting } from './vocabulary.ts'

interface Similar {
  readonly asked: string
  readonly word: string
  readonly shown: string
}

/** Words of the library that look like words of a question which found nothing: likely misspelled. Best first. */
export async function suggestWords(
  text: string,
  { database }: { database: Queryable },
): Promise<string[]> {
  const asked = [
    ...new Set(
      textWords(text)
        .filter(isWorthSuggesting)
        .map(({ word }) => word),
    ),
  ]
  if (asked.length === 0) return []
  const similar = await readSimilar(asked.slice(0, wordsAtMost), database)
  const near = similar
    .map((one) => ({ ...one, distance: editDistance(one.asked, one.word) }))
    .filter(({ asked: word, distance }) => distance > 0 && distance <= mistakesIn(word))
    .sort((a, b) => a.distance - b.distance)
  return [...new Set(near.map(({ shown }) => shown))].slice(0, suggestionsAtMost)
}

const wordsAtMost = 8
const suggestionsAtMost = 5

function mistakesIn(word: string): number {
  return word.length < 6 ? 1 : word.length < 9 ? 2 : 3
}

/** By trigrams where the database has them, else among the words that begin alike; only words that are still said somewhere. */
async function readSimilar(asked: readonly string[], database: Queryable): Promise<Similar[]> {
  const isSimilar = (await hasTrigrams(database))
    ? 'v.word % a.word order by similarity(v.word, a.word) desc'
    : `v.word like left(a.word, 2) || '%' and abs(length(v.word) - length(a.word)) <= 2 order by v.word`
  return database.query<Similar>(
    `select a.word as asked, s.word, s.shown
       from unnest($1::text[]) as a (word)
      cross join lateral (select v.word, v.shown, v.term from vocabulary v where ${isSimilar} limit 20) s
      where exists (select 1 from chunks c where c.lexemes @@ s.term::tsquery)`,
    [asked],
  )
}

/** Letters to add, drop, change or swap with their neighbour (optimal string alignment). */
export function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, column) => column)]
  const at = (row: number, column: number) => rows[row]?.[column] ?? 0
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    rows.push(row)
    for (let j = 1; j <= b.length; j += 1) {
      const change = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1)
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const swap = isSwapped ? at(i - 2, j - 2) + 1 : Infinity
      row.push(Math.min(at(i - 1, j) + 1, (row[j - 1] ?? 0) + 1, change, swap))
    }
  }
  return at(a.length, b.length)
}
