import type { TimeRange } from '../../domain/time-range.ts'
import type { PlacedToken } from './tokens-to-words.ts'

/** Where a model tells no times: spreads the text evenly over the time in which somebody speaks. */
export function spreadText(text: string, speech: readonly TimeRange[]): PlacedToken[] {
  const spoken = speech.reduce((sum, { start, end }) => sum + (end - start), 0)
  return Array.from(text.matchAll(/\s*\S+/gu), ({ 0: part, index }) => ({
    text: part,
    start: momentOf((index / text.length) * spoken, speech),
  }))
}

function momentOf(spokenSeconds: number, speech: readonly TimeRange[]): number {
  let left = spokenSeconds
  for (const { start, end } of speech) {
    if (left < end - start) return start + left
    left -= end - start
  }
  return speech.at(-1)?.end ?? 0
}
