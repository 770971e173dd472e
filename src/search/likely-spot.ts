import { letterRuns, lettersOf } from '../domain/letters.ts'
import { sentenceSpans, type TextSpan } from '../domain/text-sentences.ts'
import { analyzeText } from './analyze-text.ts'
import { saysSomething } from './indexed-form.ts'

/** Where in some stretches of a text (there is one at least) the answer most likely is: see `likelySpot`. */
export function likelySpotWithin(
  stretches: readonly TextSpan[],
  text: string,
  language: string | null,
  question: string,
): number {
  const at = likelySpot(text, language, question)
  if (stretches.some(({ from, to }) => at >= from && at < to)) return at
  const [longest] = stretches.toSorted((a, b) => b.to - b.from - (a.to - a.from))
  if (!longest) return at
  return longest.from + likelySpot(text.slice(longest.from, longest.to), language, question)
}

/**
 * Where in a text that was found by its meaning the answer most likely is: the sentence that shares most letters with
 * the question (`refund` and `refunded`), weighed by its length; the beginning where none does.
 */
export function likelySpot(text: string, language: string | null, question: string): number {
  const wanted = new Set(runsOf(question, language))
  let best: TextSpan = { from: 0, to: 0 }
  let most = 0
  for (const sentence of sentenceSpans(text)) {
    const runs = runsOf(text.slice(sentence.from, sentence.to), language)
    const shared = runs.filter((run) => wanted.has(run)).length
    const value = shared / Math.sqrt(runs.length + 10)
    if (value > most) [best, most] = [sentence, value]
  }
  return best.from
}

function runsOf(text: string, language: string | null): string[] {
  const words = analyzeText(text, language).filter(saysSomething)
  return words.flatMap(({ word }) => letterRuns(lettersOf([word])))
}
