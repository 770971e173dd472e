import { textWords, type TextWord } from '../domain/text-words.ts'
import { stemmers } from './stemmers.ts'
import { stopWordsOf } from './stop-words.ts'

/** A word of a text with the term that stands for it in the index. */
export interface AnalyzedWord extends TextWord {
  /** The stem, with the language in front of it and in ASCII: see `encodeTerm`. */
  readonly term: string
  /** One of the words that say nothing on their own. */
  readonly isStopWord: boolean
}

/** The same for chunks and questions: what is not equal here is not found. */
export function analyzeText(text: string, language: string | null): AnalyzedWord[] {
  const stopWords = stopWordsOf(language)
  return textWords(text).map((word) => ({
    ...word,
    term: termOf(word.word, language),
    isStopWord: stopWords.has(word.word),
  }))
}

/** Words of two languages are never the same term: a `gift` is poison in German. */
export function termOf(word: string, language: string | null): string {
  const stem = language === null ? undefined : stemmers[language]
  return analysisOf(language) + encodeTerm(stem ? stem(word) || word : word)
}

/** Two letters for each way to analyse a text; languages that have none of their own share one. */
function analysisOf(language: string | null): string {
  const isKnown = language !== null && /^[a-z]{2}$/.test(language)
  return isKnown && (stemmers[language] ?? stopWordsOf(language).size > 0) ? language : 'xx'
}

/**
 * PostgreSQL's parser cuts text by the locale of the server (marks, signs, letters that it does not know). Terms are
 * given to it in letters and digits that it cuts nowhere.
 */
function encodeTerm(term: string): string {
  const short = term.slice(0, longestTerm)
  return /^[a-z0-9]+$/.test(short) ? short : `0${Buffer.from(short).toString('hex')}`
}

const longestTerm = 60
