import type { Segment } from '../api/types.ts'

/** A silence of this length ends a paragraph, in seconds. */
const pause = 1.6
/** A paragraph of this many letters ends with its sentence, and one of twice as many in any case. */
const comfortableLength = 420

export interface Paragraph {
  readonly start: number
  readonly end: number
  /** Named once per turn: null where the one before goes on speaking, or nobody is known. */
  readonly speaker: string | null
  /** What the transcript calls that speaker, where they are named. */
  readonly label: string | null
  /** Its segments are those from `first` on, up to and without `beyond`. */
  readonly first: number
  readonly beyond: number
  readonly letters: number
}

/** Cuts a transcript into paragraphs to read: by speaker, by pause and by length. */
export function paragraphsOf(segments: readonly Segment[]): Paragraph[] {
  const paragraphs: Paragraph[] = []
  let first = 0
  let letters = 0
  let named: string | null = null
  segments.forEach((segment, index) => {
    letters += segment.text.length
    const next = segments[index + 1]
    if (next && !endsHere(segment, next, letters)) return
    const start = segments[first]
    if (!start) return
    const speaker = start.speaker ?? null
    paragraphs.push({
      start: start.start,
      end: segment.end,
      speaker: speaker === named ? null : speaker,
      label: start.speaker_label ?? null,
      first,
      beyond: index + 1,
      letters,
    })
    named = speaker
    first = index + 1
    letters = 0
  })
  return paragraphs
}

function endsHere(segment: Segment, next: Segment, letters: number): boolean {
  if (segment.speaker !== next.speaker) return true
  if (next.start - segment.end >= pause) return true
  if (letters >= 2 * comfortableLength) return true
  return letters >= comfortableLength && /[.!?…。！？؟]["'”’)\]]*$/u.test(segment.text.trimEnd())
}
