import type { TimeRange } from './time-range.ts'

/** The time of a piece of a chunk's text: characters `from` (included) to `to` (excluded). */
export interface TimedSpan extends TimeRange {
  readonly from: number
  readonly to: number
  /** Who says it, where that is known. */
  readonly speaker?: string
}

/** The unit of search: about 30 s of speech, cut at the end of a sentence or a segment. */
export interface Chunk extends TimeRange {
  /** Position in the video, from 0. */
  readonly index: number
  readonly text: string
  /** The time of each word, or of each segment where words have none; in order, without gaps in the text that matter. */
  readonly spans: readonly TimedSpan[]
}
