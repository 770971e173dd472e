import { z } from 'zod'
import { CuepointError } from '../../../domain/errors.ts'

/** What the service heard in one stretch of the audio; seconds count from the start of the audio. */
export interface HeardResult {
  readonly transcript: string
  readonly words: readonly HeardWord[]
  /** Null: not told. */
  readonly endSeconds: number | null
  readonly languageCode: string | null
}

export interface HeardWord {
  readonly text: string
  readonly start: number
  readonly end: number
  /** The label of the service; null: not told apart. */
  readonly speaker: string | null
}

/**
 * Reads a transcript of Speech-to-Text: that of v2 (`startOffset`, `speakerLabel`) and of v1 (`startTime`, `speakerTag`,
 * with its diarization that says every word a second time in the last result). Rejects with `transcriber-answer` what
 * is neither.
 */
export function readResults(value: unknown): HeardResult[] {
  const parsed = recognitionResults.safeParse(value)
  if (!parsed.success)
    throw new CuepointError(
      'transcriber-answer',
      `Google Speech-to-Text gave a transcript that is not read here: ${z.prettifyError(parsed.error)}`,
      { remedy: 'Update Cuepoint, then try again: the finished transcript is read once more.' },
    )
  return withoutRepetition(parsed.data.results.flatMap(toResult))
}

/** Protobuf's Duration: `"12.9s"` in JSON, else with a number, a text or a Long of seconds. Zero may be left out. */
const duration = z
  .union([
    z.string().regex(/^-?\d+(\.\d+)?s$/),
    z.object({
      seconds: z
        .union([
          z.string().regex(/^-?\d+$/),
          z.number(),
          z.object({ low: z.number(), high: z.number() }),
        ])
        .nullish(),
      nanos: z.number().nullish(),
    }),
  ])
  .transform((value) => {
    if (typeof value === 'string') return Number(value.slice(0, -1))
    const { seconds, nanos } = value
    const whole =
      typeof seconds === 'object' && seconds !== null
        ? seconds.high * 2 ** 32 + (seconds.low >>> 0)
        : Number(seconds ?? 0)
    return whole + (nanos ?? 0) / 1e9
  })
  .pipe(z.number().min(0))

const word = z.object({
  word: z.string(),
  startOffset: duration.nullish(),
  endOffset: duration.nullish(),
  startTime: duration.nullish(),
  endTime: duration.nullish(),
  speakerLabel: z.string().nullish(),
  speakerTag: z.number().int().nullish(),
})

/** A silent file has no results at all, which JSON leaves out; anything else without results is another answer. */
const recognitionResults = z
  .looseObject({
    results: z
      .array(
        z.object({
          alternatives: z
            .array(z.object({ transcript: z.string().default(''), words: z.array(word).nullish() }))
            .nullish(),
          resultEndOffset: duration.nullish(),
          resultEndTime: duration.nullish(),
          languageCode: z.string().nullish(),
        }),
      )
      .default([]),
  })
  .refine(
    (given) => given.results.length > 0 || Object.keys(given).every((key) => silentKeys.has(key)),
    'neither results nor an empty transcript',
  )

const silentKeys = new Set(['results', 'metadata', 'totalBilledTime', 'requestId'])

type ParsedResult = z.output<typeof recognitionResults>['results'][number]

function toResult({
  alternatives,
  resultEndOffset,
  resultEndTime,
  languageCode,
}: ParsedResult): HeardResult[] {
  // A stretch in which nothing was understood has none.
  const best = alternatives?.[0]
  if (!best) return []
  return [
    {
      transcript: best.transcript,
      words: (best.words ?? []).flatMap(toWord),
      endSeconds: resultEndOffset ?? resultEndTime ?? null,
      languageCode: languageCode ?? null,
    },
  ]
}

function toWord(given: z.output<typeof word>): HeardWord[] {
  const start = given.startOffset ?? given.startTime
  const end = given.endOffset ?? given.endTime
  if (start === undefined || start === null) {
    if (end === undefined || end === null) return []
  }
  const from = start ?? 0
  const label = given.speakerLabel ?? (given.speakerTag ? `${given.speakerTag}` : '')
  return [{ text: given.word, start: from, end: end ?? from, speaker: label === '' ? null : label }]
}

/** v1 tells the speakers in a last result that has all the words once more: that one alone then counts. */
function withoutRepetition(results: HeardResult[]): HeardResult[] {
  const last = results.at(-1)
  const before = results.slice(0, -1)
  const earlier = before.flatMap(({ words }) => words)
  if (!last || earlier.length === 0 || last.words.length < earlier.length) return results
  const isRepeated = earlier.every(({ start }, index) => last.words[index]?.start === start)
  if (!isRepeated) return results
  const languageCode = last.languageCode ?? before[0]?.languageCode ?? null
  // It has no text of its own.
  const transcript = before.map(({ transcript: text }) => text.trim()).join(' ')
  return [{ ...last, transcript, languageCode }]
}
