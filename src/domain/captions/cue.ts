import type { TimeRange } from '../time-range.ts'

/** Text from one moment on. */
export interface Run {
  /** Seconds from the start of the video; null: from where the cue starts. */
  readonly from: number | null
  readonly text: string
}

/** What one speaker says in one line of a cue. */
export interface CueLine {
  readonly speaker: string | null
  /** The runs together, tidied. */
  readonly text: string
  /** More than one where the file says when single words are spoken. */
  readonly runs: readonly Run[]
}

/** Text that is shown for a time, as a caption file has it. */
export interface Cue extends TimeRange {
  readonly lines: readonly CueLine[]
}

/** What the reader of one format found. */
export interface CueFile {
  readonly cues: Cue[]
  readonly language: string | null
  /** Cues left out because their time cannot be read. */
  readonly unreadable: number
}

export function cueText({ lines }: Pick<Cue, 'lines'>): string {
  return lines.map(({ text }) => text).join('\n')
}
