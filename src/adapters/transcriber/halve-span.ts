import type { TimeRange } from '../../domain/time-range.ts'
import type { AudibleSpan } from './find-speech.ts'

/** Two spans in place of one, cut in the pause nearest to the middle, or at a quiet moment where there is none. */
export function halvesOf(span: AudibleSpan): readonly [AudibleSpan, AudibleSpan] {
  const { from, until, speech, audio } = span
  const start = speech[0]?.start ?? from
  const middle = (start + (speech.at(-1)?.end ?? until)) / 2
  const cut = pauseNear(middle, speech) ?? audio.quietestMoment(aroundMiddle(start, middle))
  return [
    { from, until: cut, audio, speech: clipped(speech, { start: from, end: cut }) },
    { from: cut, until, audio, speech: clipped(speech, { start: cut, end: until }) },
  ]
}

function pauseNear(middle: number, speech: readonly TimeRange[]): number | null {
  const pauses = speech
    .slice(1)
    .map(({ start }, index) => (start + (speech[index]?.end ?? start)) / 2)
  const nearest = pauses.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle))[0]
  return nearest ?? null
}

/** Half of the stretch, so that neither side becomes too short. */
function aroundMiddle(start: number, middle: number): TimeRange {
  const quarter = (middle - start) / 2
  return { start: middle - quarter, end: middle + quarter }
}

function clipped(speech: readonly TimeRange[], within: TimeRange): TimeRange[] {
  return speech
    .map(({ start, end }) => ({
      start: Math.max(start, within.start),
      end: Math.min(end, within.end),
    }))
    .filter(({ start, end }) => end > start)
}
