import { languagesWithStopWords, stopWordsOf } from './stop-words.ts'

/**
 * The language whose stop words are the largest part of a text; null when none stands out. Good enough to choose a
 * stemmer for captions that do not say their language, and nothing else.
 */
export function guessLanguage(words: readonly string[]): string | null {
  let best: string | null = null
  let most = 0
  for (const language of languagesWithStopWords) {
    const stopWords = stopWordsOf(language)
    const share = words.filter((word) => word.length > 1 && stopWords.has(word)).length
    if (share > most) [best, most] = [language, share]
  }
  return most >= 0.15 * words.length ? best : null
}
