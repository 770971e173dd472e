import type { Moment } from '../api/types.ts'
import { snippetParts } from '../components/snippet-parts.ts'
import type { Tick } from '../components/moment-bar/bar-geometry.ts'

/** The moments of one video as ticks of its bar, in the order of time; the best of them has strength 1. */
export function ticksOf(moments: readonly Moment[]): Tick[] {
  const best = Math.max(...moments.map(({ score }) => score), Number.EPSILON)
  return moments
    .map(({ jump_to: at, score, snippet }) => ({
      at,
      strength: score / best,
      text: snippetParts(snippet)
        .map(({ text }) => text)
        .join(''),
    }))
    .toSorted((a, b) => a.at - b.at)
}
