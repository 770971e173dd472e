import { z } from 'zod'
import type { TranscribedPiece, TranscriptionMemory } from '../../../ports/transcriber.ts'

const word = z.object({ start: z.number(), end: z.number(), text: z.string() })
const segment = word.extend({ words: z.array(word).optional() })
const answered = z.object({
  untilSeconds: z.number(),
  segments: z.array(segment),
  language: z.string().nullable(),
  dropped: z.object({ start: z.number(), end: z.number(), reason: z.string() }).optional(),
})
const remembered = z.object({ from: z.number(), answer: answered.nullable() })

/** The piece that was asked last: with its answer, or with none while that is not known. */
export interface RememberedPiece {
  readonly from: number
  readonly answer: TranscribedPiece | null
}

/** Null when nothing is known of the piece that begins at `from`. */
export async function recallPiece(
  memory: TranscriptionMemory,
  from: number,
): Promise<RememberedPiece | null> {
  const parsed = remembered.safeParse(await memory.read())
  // The database may have rounded one of the two.
  if (!parsed.success || Math.abs(parsed.data.from - from) > 0.001) return null
  const { answer } = parsed.data
  if (answer === null) return { from, answer }
  const { untilSeconds, language, dropped } = answer
  const segments = answer.segments.map(({ words, ...rest }) => ({
    ...rest,
    ...(words && { words }),
  }))
  return { from, answer: { untilSeconds, segments, language, ...(dropped && { dropped }) } }
}

export async function rememberPiece(
  memory: TranscriptionMemory,
  piece: RememberedPiece,
): Promise<void> {
  await memory.write(piece)
}
