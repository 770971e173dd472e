import type { Segment } from '../../domain/transcript.ts'

/** What a file of another program says of a video. */
export interface TranscriptFile {
  readonly title?: string | undefined
  readonly url?: string | undefined
  /** Seconds. */
  readonly duration?: number | undefined
  /** A tag (`en`) or a name (`english`). */
  readonly language?: string | undefined
  readonly segments: readonly Segment[]
}

/** Reads one form of transcript; null when the data is of another. Throws a `ZodError` when it is this form with a fault. */
export type Dialect = (data: unknown) => TranscriptFile | null
