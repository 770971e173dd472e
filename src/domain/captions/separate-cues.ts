import { cueText, type Cue } from './cue.ts'

/** Times are written in thousandths and rounded by tools; less than this is no overlap that is worth a word. */
const roundingSeconds = 0.05
const sameStartSeconds = 0.001

/**
 * Cues in order of time, so that no two share any: one that goes on when the next begins ends there, and those that
 * begin together divide their time by the length of their text.
 */
export function separateCues(cues: readonly Cue[]): { cues: Cue[]; overlapping: number } {
  const separate: Cue[] = []
  let overlapping = 0
  let index = 0
  while (index < cues.length) {
    const together = beginningTogether(cues, index)
    index += together.length
    const limit = cues[index]?.start ?? Infinity
    const end = together.reduce((latest, cue) => Math.max(latest, cue.end), 0)
    overlapping += together.length - 1 + (end > limit + roundingSeconds ? 1 : 0)
    separate.push(...divided(together, Math.min(end, limit)))
  }
  return { cues: separate, overlapping }
}

function beginningTogether(cues: readonly Cue[], from: number): readonly Cue[] {
  const start = cues[from]?.start ?? 0
  let to = from + 1
  while ((cues[to]?.start ?? Infinity) - start < sameStartSeconds) to += 1
  return cues.slice(from, to)
}

function divided(cues: readonly Cue[], end: number): Cue[] {
  const lengths = cues.map((cue) => cueText(cue).length)
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const first = cues[0]?.start ?? 0
  let start = first
  let length = 0
  return cues.map((cue, index) => {
    length += lengths[index] ?? 0
    const part = { ...cue, start, end: first + ((end - first) * length) / total }
    start = part.end
    return part
  })
}
