import { z } from 'zod'
import type { TranscriptionMemory } from '../../../ports/transcriber.ts'

/**
 * What is remembered of the batch of one part of the audio. `asked`: about to be started; `started`: has a name;
 * `read`: its result was read; `ended`: it failed and may be started anew; `uncertain`: a person was told that nobody
 * knows whether it was started.
 */
const openBatch = z.object({
  service: z.literal('google-speech'),
  state: z.enum(['asked', 'started', 'read', 'ended', 'uncertain']),
  startSeconds: z.number(),
  endSeconds: z.number(),
  /** Each start has another folder for its results. */
  attempt: z.number().int().min(1),
  audioUri: z.string(),
  outputUri: z.string(),
  operation: z.string().nullable(),
  /** How long it was waited for, in all runs. */
  waitedSeconds: z.number(),
  /** Speakers that have a name before this part, and after it. */
  speakersBefore: z.number().int(),
  speakersAfter: z.number().int(),
})

export type OpenBatch = z.output<typeof openBatch>

/** Null where nothing is remembered, or something that is not ours. */
export async function recallBatch(memory: TranscriptionMemory): Promise<OpenBatch | null> {
  return openBatch.safeParse(await memory.read()).data ?? null
}
