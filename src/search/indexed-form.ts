import { lettersOf } from '../domain/letters.ts'
import { analyzeText, type AnalyzedWord } from './analyze-text.ts'

/** A chunk's text as the columns that are searched. */
export interface IndexedForm {
  readonly terms: string
  /** A tsvector in its text form. */
  readonly lexemes: string
  readonly letters: string
}

/** The first `sharedLength` characters repeat the chunk before. */
export function indexedForm(
  text: string,
  language: string | null,
  sharedLength: number,
): IndexedForm {
  const words = analyzeText(text, language)
  return {
    terms: words.map(({ term }) => term).join(' '),
    lexemes: lexemesOf(words, sharedLength),
    letters: lettersOf(words.filter(saysSomething).map(({ word }) => word)),
  }
}

/** Whether the letters of a word belong to those that are compared; a pair repeats its characters. */
export function saysSomething({ kind, isStopWord }: AnalyzedWord): boolean {
  return kind !== 'pair' && !isStopWord
}

function lexemesOf(words: readonly AnalyzedWord[], sharedLength: number): string {
  const places = new Map<string, string[]>()
  for (const { term, place, from } of words) {
    const at = places.get(term) ?? []
    // PostgreSQL keeps 255 places of a lexeme, and none beyond 16383.
    if (place < 16_383 && at.length < 255) at.push(`${place + 1}${from < sharedLength ? 'B' : ''}`)
    places.set(term, at)
  }
  return Array.from(places, ([term, at]) => `${term}:${at.join(',')}`).join(' ')
}
