import { textJoint } from '../text-script.ts'
import type { TimeRange } from '../time-range.ts'
import type { Segment, Word } from '../transcript.ts'
import type { Cue, CueLine, Run } from './cue.ts'
import { spreadWords } from './spread-words.ts'

/** A cue as segments: one for each speaker in it, with the time of each word where the file has it. */
export function cueSegments(cue: Cue): Segment[] {
  const parts = bySpeaker(cue.lines)
  const lengths = parts.map((lines) => lines.reduce((sum, { text }) => sum + text.length, 0))
  const total = lengths.reduce((sum, length) => sum + length, 0)
  const segments: Segment[] = []
  let start = cue.start
  let length = 0
  for (const [index, lines] of parts.entries()) {
    length += lengths[index] ?? 0
    const next = parts[index + 1]?.[0]?.runs[0]?.from ?? null
    const share = cue.start + ((cue.end - cue.start) * length) / total
    const isLast = index === parts.length - 1
    const end = isLast ? cue.end : within(next ?? share, { start, end: cue.end })
    segments.push(segmentOf(lines, { start, end }))
    start = end
  }
  return segments
}

function bySpeaker(lines: readonly CueLine[]): CueLine[][] {
  const parts: CueLine[][] = []
  for (const line of lines) {
    const last = parts.at(-1)
    if (last?.[0]?.speaker === line.speaker) last.push(line)
    else parts.push([line])
  }
  return parts
}

function segmentOf(lines: readonly CueLine[], time: TimeRange): Segment {
  const text = lines.map((line, index) => {
    const before = lines[index - 1]
    return (before ? textJoint(before.text, line.text) : '') + line.text
  })
  const speaker = lines[0]?.speaker ?? null
  const runs = lines.flatMap((line) => line.runs)
  const words = runs.some(({ from }) => from !== null) ? wordsOf(runs, time) : []
  return {
    ...time,
    text: text.join(''),
    ...(speaker === null ? {} : { speaker }),
    ...(words.length > 0 ? { words } : {}),
  }
}

/** The words of a run begin with it; where it has several, they follow each other by their length. */
function wordsOf(runs: readonly Run[], time: TimeRange): Word[] {
  const words: Word[] = []
  let { start } = time
  for (const [index, { text }] of runs.entries()) {
    const next = runs[index + 1]
    const end = next ? within(next.from ?? start, { start, end: time.end }) : time.end
    words.push(...spreadWords(text, { start, end }))
    start = end
  }
  return words
}

function within(seconds: number, { start, end }: TimeRange): number {
  return Math.min(end, Math.max(start, seconds))
}
