import { InvalidInputError } from '../errors.ts'
import type { Segment } from '../transcript.ts'
import { parseAss } from './ass.ts'
import type { Cue, CueFile } from './cue.ts'
import { cueSegments } from './cue-segments.ts'
import { decodeText } from './decode-text.ts'
import { describeContent, detectFormat, type CaptionFormat } from './detect-format.ts'
import { orderCues } from './order-cues.ts'
import { separateCues } from './separate-cues.ts'
import { spokenLines } from './spoken-lines.ts'
import { parseSrt } from './srt.ts'
import { unrollCues } from './unroll-cues.ts'
import { describeRepairs } from './describe-repairs.ts'
import { parseWebVtt } from './webvtt.ts'

export interface Captions {
  readonly format: CaptionFormat
  /** BCP 47 primary tag, where the file names its language. */
  readonly language: string | null
  readonly segments: Segment[]
  /** What had to be repaired, in words for a person. */
  readonly warnings: string[]
}

/**
 * Reads a caption file (WebVTT, SubRip, SubStation Alpha) in whatever encoding and dialect it comes, as what was said:
 * no markup, no repetition of rolling lines, no descriptions of sounds; in order of time, sharing none. Throws
 * `invalid-captions` when it is no such file or nothing is said in it.
 */
export function parseCaptions(bytes: Uint8Array, fileName?: string): Captions {
  const { text, ...decoding } = decodeText(bytes)
  const format = detectFormat(text)
  if (format === null) throw notCaptions(fileName, describeContent(text))
  const { cues, language, unreadable } = readers[format](text)
  if (cues.length === 0) throw notCaptions(fileName, emptyFile(unreadable))
  const spoken = cues.map(withSpokenLines).filter(({ lines }) => lines.length > 0)
  if (spoken.length === 0) throw notCaptions(fileName, silentFile(cues.length))
  const ordered = orderCues(spoken)
  const separate = separateCues(unrollCues(ordered.cues))
  return {
    format,
    language,
    segments: separate.cues.flatMap(cueSegments),
    warnings: describeRepairs({ ...decoding, ...ordered, ...separate, unreadable }),
  }
}

const readers: Readonly<Record<CaptionFormat, (text: string) => CueFile>> = {
  webvtt: parseWebVtt,
  srt: parseSrt,
  ass: parseAss,
}

function withSpokenLines(cue: Cue): Cue {
  return { ...cue, lines: spokenLines(cue.lines) }
}

function silentFile(cues: number): string {
  return cues === 1 ? '1 cue in which nothing is said' : `${cues} cues in which nothing is said`
}

function emptyFile(unreadable: number): string {
  if (unreadable === 0) return 'no cue at all'
  return unreadable === 1
    ? '1 cue whose time cannot be read'
    : `${unreadable} cues whose times cannot be read`
}

function notCaptions(fileName: string | undefined, found: string): InvalidInputError {
  const name = fileName === undefined ? 'The captions' : `“${fileName.split(/[/\\]/).at(-1)}”`
  return new InvalidInputError(
    `${name} cannot be used: expected WebVTT, SubRip (SRT) or SubStation Alpha (ASS) with spoken text, found ${found}.`,
    {
      code: 'invalid-captions',
      remedy:
        'Each cue needs a line such as 00:00:01,000 --> 00:00:04,000 with its text below. Export the captions again as WebVTT or SRT.',
    },
  )
}
