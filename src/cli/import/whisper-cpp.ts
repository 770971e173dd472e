import { z } from 'zod'
import type { Segment, Word } from '../../domain/transcript.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { expected, isObject, text } from './values.ts'

const milliseconds = z.number(expected('milliseconds')).min(0)
const offsets = z.object({ from: milliseconds, to: milliseconds }, expected('from and to'))

const schema = z.object({
  result: z.object({ language: z.string().optional() }).optional(),
  transcription: z.array(
    z.object({
      offsets,
      text,
      tokens: z.array(z.object({ text: z.string(), offsets: offsets.optional() })).optional(),
    }),
    expected('a list of segments'),
  ),
})

type Entry = z.output<typeof schema>['transcription'][number]

/** `{ transcription: [{ offsets: { from, to }, text }] }` in milliseconds: whisper.cpp with `-oj`, or with tokens `-ojf`. */
export function readWhisperCpp(data: unknown): TranscriptFile | null {
  if (!isObject(data) || data['transcription'] === undefined) return null
  const { result, transcription } = schema.parse(data)
  return { language: result?.language, segments: transcription.flatMap(toSegment) }
}

function toSegment(entry: Entry): Segment[] {
  if (entry.text === '') return []
  const words = wordsOf(entry)
  const { from, to } = entry.offsets
  return [
    {
      start: from / 1000,
      end: to / 1000,
      text: entry.text,
      ...(words.length > 0 ? { words } : {}),
    },
  ]
}

/** Tokens are parts of words; one that starts with a space starts a word. */
function wordsOf({ tokens = [] }: Entry): Word[] {
  const words: Word[] = []
  for (const { text: part, offsets: times } of tokens) {
    // `[_BEG_]` and its kin are marks.
    if (!times || /^\[_.*\]$/.test(part)) continue
    // A letter that was cut between two tokens: no word can be told from them.
    if (part.includes('\ufffd')) return []
    const [start, end] = [times.from / 1000, Math.max(times.from, times.to) / 1000]
    const last = words.at(-1)
    if (!last || part.startsWith(' ')) words.push({ start, end, text: part.trim() })
    else words[words.length - 1] = { ...last, end, text: last.text + part }
  }
  return words.filter((word) => word.text !== '')
}
