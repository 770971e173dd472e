import type { TimeRange } from '../../domain/time-range.ts'

/**
 * Cuts speech without a pause into stretches of at most `maxSeconds`, each time at the quietest moment of the last
 * third: between two words rather than within one.
 */
export function splitLongSpeech(
  { start, end }: TimeRange,
  maxSeconds: number,
  quietestMoment: (within: TimeRange) => number,
): TimeRange[] {
  if (end - start <= maxSeconds) return [{ start, end }]
  const latest = start + maxSeconds
  const cut = quietestMoment({ start: latest - maxSeconds / 3, end: Math.min(latest, end) })
  return [{ start, end: cut }, ...splitLongSpeech({ start: cut, end }, maxSeconds, quietestMoment)]
}
