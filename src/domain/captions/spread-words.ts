import { wordSpans } from '../text-sentences.ts'
import type { TimeRange } from '../time-range.ts'
import type { Word } from '../transcript.ts'
import { toMilliseconds } from './timing.ts'

/** The words of a text whose own times nobody knows: one after another, by their length. */
export function spreadWords(text: string, { start, end }: TimeRange): Word[] {
  const before = text.length - text.trimStart().length
  const scale = (end - start) / Math.max(1, text.trim().length)
  const at = (place: number): number => toMilliseconds(start + (place - before) * scale)
  return wordSpans(text).map(({ from, to }) => ({
    start: at(from),
    end: at(to),
    text: text.slice(from, to),
  }))
}
