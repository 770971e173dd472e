import { letterRuns, lettersOf } from '../domain/letters.ts'
import { analyzeText, type AnalyzedWord } from './analyze-text.ts'
import { guessLanguage } from './guess-language.ts'
import { saysSomething } from './indexed-form.ts'
import type { ParsedQuery } from './parse-query.ts'
import { allOf, anyOf, noneOf, phraseOf } from './text-query.ts'

/** A question in the terms of the library's index: it is analysed once for each language that is spoken there. */
export interface AnalyzedQuery {
  /** The words to rank by, each with its term in each language. */
  readonly words: readonly QueryWord[]
  /** Those of them that count wherever they stand: all that are in no phrase. */
  readonly looseWords: readonly QueryWord[]
  /** tsquery: has any of the words; all of them, in a language where they are stop words only. */
  readonly hasWord: string
  /** The same for the part of a chunk that does not repeat the one before. */
  readonly hasOwnWord: string
  /** tsquery: what every hit has to meet (phrases, exclusions); null: anything goes. */
  readonly condition: string | null
  /** Whether few chunks can be expected to have what is asked for, so that they are looked up and not ranked first. */
  readonly isSelective: boolean
  /** Runs of letters of the words that say something. */
  readonly letterRuns: readonly string[]
}

export interface QueryWord {
  readonly word: string
  readonly terms: readonly string[]
}

export function analyzeQuery(
  query: ParsedQuery,
  languages: readonly (string | null)[],
): AnalyzedQuery {
  const readings = languages.map((language) => readIn(query.wanted, language))
  const phrases = query.phrases.map((phrase) => inAnyLanguage(phrase, languages))
  const excluded = query.excluded.map((text) => noneOf(inAnyLanguage(text, languages)))
  return {
    words: groupByWord(readings.flatMap(({ words }) => words)),
    looseWords: groupByWord(languages.flatMap((language) => readIn(query.loose, language).words)),
    hasWord: anyOf(readings.map(({ terms, needsAll }) => (needsAll ? allOf(terms) : anyOf(terms)))),
    hasOwnWord: anyOf(
      readings.map(({ terms, needsAll }) =>
        needsAll ? allOf(terms.map(own)) : anyOf(terms.map(own)),
      ),
    ),
    condition: phrases.length + excluded.length > 0 ? allOf([...phrases, ...excluded]) : null,
    isSelective: phrases.length > 0 || readings.some(({ needsAll }) => needsAll),
    letterRuns: letterRuns(lettersOf(wordsWithLetters(query.wanted, languages))),
  }
}

/** Whether the words say something only together: `to be or not to be`. */
export function isOnlyStopWords(text: string, languages: readonly (string | null)[]): boolean {
  return languages.some((language) => readIn(text, language).needsAll)
}

/** The words to look for in text of one language. */
function readIn(
  text: string,
  language: string | null,
): { words: AnalyzedWord[]; terms: string[]; needsAll: boolean } {
  const all = questionWords(text, language)
  const content = all.filter(({ isStopWord }) => !isStopWord)
  const words = content.length > 0 ? content : all
  return { words, terms: words.map(({ term }) => term), needsAll: content.length === 0 }
}

/** Weight D: see `IndexedForm`. */
function own(term: string): string {
  return `${term}:D`
}

/** The words of a question: pairs where the script has them, and a character only where it stands alone. */
function questionWords(text: string, language: string | null): AnalyzedWord[] {
  const words = analyzeText(text, language)
  const inPair = new Set(
    words.flatMap(({ kind, place }) => (kind === 'pair' ? [place, place + 1] : [])),
  )
  return words.filter(({ kind, place }) => kind !== 'character' || !inPair.has(place))
}

function groupByWord(words: readonly AnalyzedWord[]): QueryWord[] {
  const terms = new Map<string, Set<string>>()
  for (const { word, term } of words) terms.set(word, (terms.get(word) ?? new Set()).add(term))
  return Array.from(terms, ([word, of]) => ({ word, terms: [...of] }))
}

function inAnyLanguage(text: string, languages: readonly (string | null)[]): string {
  return anyOf(languages.map((language) => phraseOf(questionWords(text, language))))
}

/** As in a chunk (`indexedForm`), by the language of the question. */
function wordsWithLetters(text: string, languages: readonly (string | null)[]): string[] {
  const [only = null, other] = languages
  const words = analyzeText(text, null).map(({ word }) => word)
  const language = other === undefined ? only : guessLanguage(words)
  return analyzeText(text, language)
    .filter(saysSomething)
    .map(({ word }) => word)
}
