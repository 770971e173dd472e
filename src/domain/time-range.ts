/** A stretch of a video. Seconds from its start; `end` is never before `start`. */
export interface TimeRange {
  readonly start: number
  readonly end: number
}

/** The part that two stretches share, in seconds; 0 when they only touch. */
export function overlapSeconds(a: TimeRange, b: TimeRange): number {
  return Math.max(0, Math.min(a.end, b.end) - Math.max(a.start, b.start))
}
