import { textWords, type TextWord } from '../domain/text-words.ts'
import type { Queryable } from '../ports/database.ts'
import { termOf } from './analyze-text.ts'
import { stopWordsOf } from './stop-words.ts'

/** Remembers the words of texts for suggestions. */
export async function saveVocabulary(
  tx: Queryable,
  texts: readonly string[],
  language: string | null,
): Promise<void> {
  const shown = new Map<string, string>()
  const stopWords = stopWordsOf(language)
  for (const text of texts) {
    for (const word of textWords(text).filter(isWorthSuggesting)) {
      if (stopWords.has(word.word) || shown.has(word.word)) continue
      shown.set(word.word, text.slice(word.from, word.to).toLowerCase())
    }
  }
  // Always in the same order, so that two videos at once cannot wait for each other's words.
  const words = [...shown.keys()].sort()
  if (words.length === 0) return
  await tx.query(
    `insert into vocabulary (word, shown, term) select * from unnest($1::text[], $2::text[], $3::text[])
         on conflict (word) do nothing`,
    [
      words,
      words.map((word) => shown.get(word) ?? word),
      words.map((word) => termOf(word, language)),
    ],
  )
}

/** Short words resemble everything, and text without spaces has no words of its own. */
export function isWorthSuggesting({ word, kind }: TextWord): boolean {
  return kind === 'word' && /^[\p{L}\p{M}]{4,40}$/u.test(word)
}
