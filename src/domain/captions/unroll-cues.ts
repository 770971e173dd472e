import { cueText, type Cue, type CueLine } from './cue.ts'

/** Cues that follow each other within this are one display that rolls on. */
const contiguousSeconds = 0.5

/** A display has a few lines; looking at more would let a hostile file cost time. */
const mostLines = 8

/**
 * Rolling captions show a line again while the next one appears below it, or a line again with more words. What was
 * shown is taken once, from when it first appeared. Only where a good part of the file rolls: people repeat themselves.
 */
export function unrollCues(cues: readonly Cue[]): Cue[] {
  if (!isRolling(cues)) return [...cues]
  const unrolled: RollingCue[] = []
  for (const [index, cue] of cues.entries()) {
    const previous = cues[index - 1]
    const { carried, grown } = previous ? compare(previous, cue) : nothingShared
    const last = unrolled.at(-1)
    if (last && grown !== '') grow(last, grown, cue)
    const lines = cue.lines.slice(carried)
    if (lines.length > 0) {
      if (last) last.end = Math.max(last.start, Math.min(last.end, cue.start))
      unrolled.push({ start: cue.start, end: cue.end, lines: [...lines] })
    }
  }
  return unrolled
}

interface RollingCue {
  start: number
  end: number
  lines: CueLine[]
}

interface Shared {
  /** So many of the first lines were shown by the cue before. */
  readonly carried: number
  /** What the last of those has more than before. */
  readonly grown: string
}

const nothingShared: Shared = { carried: 0, grown: '' }

function isRolling(cues: readonly Cue[]): boolean {
  let rolling = 0
  for (const [index, cue] of cues.entries()) {
    const previous = cues[index - 1]
    if (!previous) continue
    const { carried, grown } = compare(previous, cue)
    // The same again and nothing more can have been said twice, and so can a short word.
    const hasMore = grown !== '' || carried < cue.lines.length
    if (hasMore && cueText({ lines: cue.lines.slice(0, carried) }).length >= 4) rolling += 1
  }
  return rolling > 0 && rolling * 5 >= cues.length - 1
}

function compare(previous: Cue, cue: Cue): Shared {
  if (cue.start > previous.end + contiguousSeconds) return nothingShared
  const most = Math.min(previous.lines.length, cue.lines.length, mostLines)
  for (let carried = most; carried > 0; carried -= 1) {
    const grown = growth(previous.lines.slice(-carried), cue.lines)
    if (grown !== null) return { carried, grown }
  }
  return nothingShared
}

/** What `lines` has after `shown` in the same line; null when it does not begin with what was shown. */
function growth(shown: readonly CueLine[], lines: readonly CueLine[]): string | null {
  for (const [index, { text }] of shown.entries()) {
    const now = lines[index]?.text ?? ''
    if (index === shown.length - 1) return now.startsWith(text) ? likelyGrowth(text, now) : null
    if (now !== text) return null
  }
  return null
}

/** A short text inside a longer word is chance: `an` does not grow to `android`. */
function likelyGrowth(text: string, now: string): string | null {
  const grown = now.slice(text.length)
  return grown === '' || text.length >= 8 || /^[^\p{L}\p{N}]/u.test(grown) ? grown : null
}

/** The new words were said when they appeared. */
function grow(cue: RollingCue, grown: string, { start, end }: Cue): void {
  const line = cue.lines.at(-1)
  if (!line) return
  cue.end = Math.max(cue.end, end)
  cue.lines[cue.lines.length - 1] = {
    ...line,
    text: line.text + grown,
    runs: [...line.runs, { from: start, text: grown }],
  }
}
