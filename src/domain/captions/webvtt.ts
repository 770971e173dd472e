import type { Cue, CueFile } from './cue.ts'
import { parseCueText } from './cue-text.ts'
import { parseTiming } from './timing.ts'

/** Reads WebVTT block by block (W3C WebVTT, 6.1): header, then cues among notes, styles and regions, blank lines between. */
export function parseWebVtt(text: string): CueFile {
  const lines = text.split(/\r\n|\n|\r/)
  const cues: Cue[] = []
  let language: string | null = null
  let unreadable = 0
  let isHeader = true
  for (const block of blocksOf(lines)) {
    // The first or the second line has the times: an identifier may come before.
    const opening = block.findIndex(hasArrow)
    if (opening !== -1) {
      const time = parseTiming(block[opening] ?? '')
      if (time) cues.push({ ...time, lines: parseCueText(block.slice(opening + 1).join('\n')) })
      else unreadable += 1
    } else if (isHeader) {
      language = languageOf(block)
    }
    isHeader = false
  }
  return { cues, language, unreadable }
}

/** Blank lines end a block, and so does the arrow of the next cue where the blank line was forgotten. */
function* blocksOf(lines: readonly string[]): Generator<string[]> {
  let block: string[] = []
  for (const [index, line] of lines.entries()) {
    const isBlank = line === '' || (line.trim() === '' && opensSoon(lines, index + 1))
    const isNextCue = hasArrow(line) && (block.length > 1 || block.some(hasArrow))
    if ((isBlank || isNextCue) && block.length > 0) {
      yield block
      block = []
    }
    if (!isBlank) block.push(line)
  }
  if (block.length > 0) yield block
}

/** A line of spaces is text by the specification; some tools write it between cues. */
function opensSoon(lines: readonly string[], from: number): boolean {
  return lines.slice(from, from + 2).some(hasArrow)
}

function hasArrow(line: string): boolean {
  return line.includes('-->')
}

/** `Language: en` among the metadata of the header. */
function languageOf(header: readonly string[]): string | null {
  for (const line of header) {
    const tag = /^language\s{0,9}[:=]\s{0,9}([a-z]{2,3})(?:[-_][a-z0-9-]{1,20})?\s*$/i.exec(
      line,
    )?.[1]
    if (tag !== undefined) return tag.toLowerCase()
  }
  return null
}
