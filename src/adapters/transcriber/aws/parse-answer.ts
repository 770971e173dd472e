import { z } from 'zod'
import { CuepointError } from '../../../domain/errors.ts'

/** One word, or a mark of punctuation, which has no time of its own. */
export interface HeardItem {
  readonly text: string
  /** Seconds from the start of the audio. Null: punctuation. */
  readonly time: { readonly start: number; readonly end: number } | null
  /** As the service calls the speaker: `spk_0`. Null when it does not say. */
  readonly speaker: string | null
}

export interface HeardAudio {
  readonly items: readonly HeardItem[]
  /** `en-US`; null when the answer does not say. */
  readonly languageCode: string | null
}

/** Reads the file that a transcription job writes. Rejects with `transcriber-answer` what is of another schema. */
export function parseAnswer(text: string): HeardAudio {
  const answer = readJson(text)
  if (callAnalytics.safeParse(answer).success)
    throw unreadableResult('It is the output of Call Analytics, which is another service.')
  const parsed = transcriptFile.safeParse(answer)
  if (!parsed.success) throw unreadableResult(z.prettifyError(parsed.error))
  const { items, speaker_labels: labels, language_code: languageCode = null } = parsed.data.results
  const speakerAt = new Map(
    (labels?.segments ?? []).flatMap((segment) =>
      segment.items.map((item) => [item.start_time, item.speaker_label ?? segment.speaker_label]),
    ),
  )
  return {
    languageCode,
    items: items.map((item) => {
      const text = item.alternatives[0]?.content ?? ''
      if (item.type === 'punctuation') return { text, time: null, speaker: null }
      const speaker = item.speaker_label ?? speakerAt.get(item.start_time) ?? null
      return { text, time: { start: item.start_time, end: item.end_time }, speaker }
    }),
  }
}

/** The service writes numbers as text. */
const seconds = z.union([z.number(), z.string()]).transform(Number).pipe(z.number().min(0))

/** Missing or empty for what nobody was found to say. */
const speakerLabel = z
  .string()
  .optional()
  .transform((label) => (label === '' ? null : (label ?? null)))

const alternatives = z.array(z.object({ content: z.string() }))

const transcriptFile = z.object({
  results: z.object({
    language_code: z.string().optional(),
    items: z.array(
      z.discriminatedUnion('type', [
        z.object({ type: z.literal('punctuation'), alternatives }),
        z.object({
          type: z.literal('pronunciation'),
          alternatives,
          start_time: seconds,
          end_time: seconds,
          // Newer answers have it here, older ones in `speaker_labels` alone.
          speaker_label: speakerLabel,
        }),
      ]),
    ),
    speaker_labels: z
      .object({
        segments: z.array(
          z.object({
            speaker_label: speakerLabel,
            items: z.array(z.object({ start_time: seconds, speaker_label: speakerLabel })),
          }),
        ),
      })
      .optional(),
  }),
})

const callAnalytics = z.object({
  Transcript: z.array(z.unknown()),
  ConversationCharacteristics: z.unknown(),
})

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw unreadableResult('It is not JSON.')
  }
}

/** The job and its result stay as they are: whoever can read it later reads it without paying again. */
function unreadableResult(why: string): CuepointError {
  return new CuepointError(
    'transcriber-answer',
    `What AWS Transcribe wrote is not a transcript of its batch service. ${why}`,
    { remedy: 'The service may have changed: update Cuepoint, then try again.' },
  )
}
