import type { TextSpan } from '../domain/text-sentences.ts'
import { analyzeText, type AnalyzedWord } from './analyze-text.ts'
import { saysSomething } from './indexed-form.ts'
import { lettersOf, runLength } from '../domain/letters.ts'
import type { AnalyzedQuery } from './analyze-query.ts'
import { findPhrase } from './find-phrase.ts'

/** A found stretch of a text, and what it was found for: two forms of one word are found for the same thing. */
export interface Mark extends TextSpan {
  readonly found: string
}

/** The words of a text that a question found, in order, overlapping ones as one. */
export function findMarks(
  text: string,
  language: string | null,
  query: AnalyzedQuery,
  phrases: readonly string[],
): Mark[] {
  const words = analyzeText(text, language)
  const wanted = new Map(
    query.looseWords.flatMap(({ word, terms }) => terms.map((term) => [term, word])),
  )
  const marks = words.flatMap(({ term, from, to }): Mark[] => {
    const found = wanted.get(term)
    return found === undefined ? [] : [{ from, to, found }]
  })
  for (const phrase of phrases) {
    for (const span of findPhrase(text, phrase)) marks.push({ ...span, found: phrase })
  }
  return joinOverlapping(marks)
}

/** The words whose letters are mostly in runs that the question has too, for hits that have none of its words. */
export function findLetterMarks(
  text: string,
  language: string | null,
  runs: readonly string[],
): Mark[] {
  const words = analyzeText(text, language).filter(saysSomething)
  const { letters, ends } = concatenate(words)
  const isShared = new Uint8Array(letters.length)
  for (const run of runs) {
    for (let at = letters.indexOf(run); at !== -1; at = letters.indexOf(run, at + 1))
      isShared.fill(1, at, at + runLength)
  }
  return words.flatMap(({ from, to }, index): Mark[] => {
    const own = isShared.subarray(ends[index - 1] ?? 0, ends[index])
    const shared = own.reduce((sum, value) => sum + value, 0)
    return shared > own.length / 2 ? [{ from, to, found: text.slice(from, to) }] : []
  })
}

function concatenate(words: readonly AnalyzedWord[]): { letters: string; ends: number[] } {
  let letters = ''
  const ends = words.map(({ word }) => {
    letters += lettersOf([word])
    return letters.length
  })
  return { letters, ends }
}

function joinOverlapping(marks: readonly Mark[]): Mark[] {
  const joined: Mark[] = []
  for (const mark of marks.toSorted((a, b) => a.from - b.from || b.to - a.to)) {
    const last = joined.at(-1)
    if (last && mark.from < last.to)
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, mark.to) }
    else joined.push(mark)
  }
  return joined
}
