import type { TimeRange } from '../time-range.ts'

// Hours may be missing, the comma may be a point, and people put spaces where none belong.
const stamp = String.raw`(-?)(?:(\d{1,5}) ?: ?)?(\d{1,4}) ?: ?(\d{1,2})(?: ?[.,:] ?(\d{1,9}))?`
const stampPattern = new RegExp(`^${stamp}$`)
// A word processor makes a dash of two hyphens.
const timingPattern = new RegExp(String.raw`^\s{0,20}${stamp}\s{0,20}[-–—]{1,3}>\s{0,20}${stamp}`)

/** Seconds of `01:02:03,456`, `02:03.456` or `-00:01.000`; null when the text is no time. */
export function parseTimestamp(text: string): number | null {
  const match = stampPattern.exec(text)
  return match && secondsOf(match.slice(1))
}

/** The line that opens a cue, `00:00:01,000 --> 00:00:04,000`; what follows (position, alignment) is left out. */
export function parseTiming(line: string): TimeRange | null {
  // The times stand at its start, however long it is.
  const match = timingPattern.exec(line.slice(0, 200))
  return match && { start: secondsOf(match.slice(1, 6)), end: secondsOf(match.slice(6, 11)) }
}

/** A line that is meant to open a cue, whether its times can be read or not. */
export function looksLikeTiming(line: string): boolean {
  return /^\s{0,20}[-\d][^>]{0,60}-->/.test(line.slice(0, 100))
}

/** No format is finer; sums of fractions are. */
export function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000
}

function secondsOf([sign, hours = '0', minutes, seconds, fraction = '0']: (
  string | undefined
)[]): number {
  const whole = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
  return (sign === '-' ? -1 : 1) * toMilliseconds(whole + Number(`0.${fraction}`))
}
