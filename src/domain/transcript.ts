import type { TimeRange } from './time-range.ts'

/** One spoken word with its time. */
export interface Word extends TimeRange {
  readonly text: string
}

/** A sentence or a breath of speech, as the recogniser or the captions cut it. */
export interface Segment extends TimeRange {
  readonly text: string
  readonly speaker?: string
  /** Present when the source knows the time of each word. Joined they are the text, white space aside. */
  readonly words?: readonly Word[]
}

/** Where the words of a transcript come from. */
export type TranscriptSource = 'captions' | 'speech' | 'import'

/** What was said in one video. Segments are in order of time and do not share time. */
export interface Transcript {
  readonly source: TranscriptSource
  /** The program or service that made it: `sherpa-onnx`, `webvtt`, `openai`. */
  readonly engine: string
  readonly model: string | null
  /** BCP 47 primary tag (`en`, `ja`), null when unknown. */
  readonly language: string | null
  readonly segments: readonly Segment[]
}
