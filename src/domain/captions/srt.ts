import type { TimeRange } from '../time-range.ts'
import type { Cue, CueFile } from './cue.ts'
import { parseCueText } from './cue-text.ts'
import { looksLikeTiming, parseTiming } from './timing.ts'

/**
 * Reads SubRip. It was never specified, so only the lines with times are relied upon: numbers may be missing or wrong,
 * blank lines may be missing, doubled, or stand inside the text.
 */
export function parseSrt(text: string): CueFile {
  const lines = text.split(/\r\n|\n|\r/)
  const openings = findOpenings(lines)
  const isNumbered = lines.slice(0, openings[0]?.line).some(isNumber)
  const cues: Cue[] = []
  let unreadable = 0
  for (const [index, { line, time }] of openings.entries()) {
    if (time === null) {
      unreadable += 1
      continue
    }
    const next = openings[index + 1]
    const end = next ? endOfText(lines, line, next.line, isNumbered) : lines.length
    const payload = lines.slice(line + 1, end).filter((it) => it.trim() !== '')
    cues.push({ ...time, lines: parseCueText(payload.join('\n')) })
  }
  return { cues, language: null, unreadable }
}

interface Opening {
  readonly line: number
  /** Null when it cannot be read. */
  readonly time: TimeRange | null
}

function findOpenings(lines: readonly string[]): Opening[] {
  const openings: Opening[] = []
  for (const [line, content] of lines.entries()) {
    if (!content.includes('>')) continue
    const time = parseTiming(content)
    if (time || looksLikeTiming(content)) openings.push({ line, time })
  }
  return openings
}

/** The number of the next cue is not said by anybody. */
function endOfText(
  lines: readonly string[],
  opening: number,
  nextOpening: number,
  isNumbered: boolean,
): number {
  let last = nextOpening - 1
  while (last > opening && lines[last]?.trim() === '') last -= 1
  const isDirectlyBefore = last === nextOpening - 1
  const hasBlankBefore = lines[last - 1]?.trim() === '' || last === opening + 1
  const isItsNumber = isNumber(lines[last]) && (isNumbered || (isDirectlyBefore && hasBlankBefore))
  return last > opening && isItsNumber ? last : last + 1
}

function isNumber(line = ''): boolean {
  return /^\s{0,20}\d{1,9}\s{0,20}$/.test(line)
}
