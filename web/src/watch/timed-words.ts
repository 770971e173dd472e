import type { Segment } from '../api/types.ts'

export interface TimedWord {
  readonly text: string
  /** When it is said; null for what stands between words. */
  readonly start: number | null
  /** Where it begins in the text of the segment. */
  readonly offset: number
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })
const known = new WeakMap<Segment, readonly TimedWord[]>()

/**
 * The words of a segment with what stands between them, each with its time. A transcript without times for its words
 * spreads the time of the segment over its letters.
 */
export function timedWords(segment: Segment): readonly TimedWord[] {
  const found = known.get(segment)
  if (found) return found
  const anchors = anchorsOf(segment)
  const words = Array.from(
    segmenter.segment(segment.text),
    ({ segment: text, index, isWordLike }) => ({
      text,
      start: isWordLike ? timeAt(index, anchors) : null,
      offset: index,
    }),
  )
  known.set(segment, words)
  return words
}

interface Anchor {
  readonly offset: number
  readonly time: number
}

/** Places in the text whose time is known, the end among them. */
function anchorsOf({ text, start, end, words = [] }: Segment): Anchor[] {
  const anchors: Anchor[] = [{ offset: 0, time: start }]
  let from = 0
  for (const word of words) {
    const spoken = word.text.trim()
    const offset = text.indexOf(spoken, from)
    // A word that was corrected in the text since has no place; its neighbours do.
    if (spoken === '' || offset === -1) continue
    anchors.push({ offset, time: word.start })
    from = offset + spoken.length
  }
  anchors.push({ offset: text.length, time: end })
  return anchors
}

function timeAt(offset: number, anchors: readonly Anchor[]): number {
  const after = anchors.findIndex((anchor) => anchor.offset > offset)
  const before = anchors[after - 1]
  const next = anchors[after]
  if (!before || !next) return anchors.at(-1)?.time ?? 0
  const way = (offset - before.offset) / (next.offset - before.offset)
  return before.time + way * (next.time - before.time)
}
