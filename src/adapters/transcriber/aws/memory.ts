import { z } from 'zod'
import type { TranscriptionMemory } from '../../../ports/transcriber.ts'

const progress = z.object({
  service: z.literal('aws-transcribe'),
  /** The part of the video that is at the service. */
  part: z.number().int().min(0),
  /** Counts the jobs that came to nothing: a name is used once. */
  attempt: z.number().int().min(0),
  step: z.enum(['begun', 'uploaded', 'started']),
})

/** What was asked of the service last. */
export type Progress = Omit<z.output<typeof progress>, 'service'>

/** Null at first, and when what was remembered is of another service: a job that was forgotten is found by its name. */
export async function recall(memory: TranscriptionMemory): Promise<Progress | null> {
  const { success, data } = progress.safeParse(await memory.read())
  return success ? data : null
}

export function remember(
  memory: TranscriptionMemory,
  { part, attempt, step }: Progress,
): Promise<void> {
  return memory.write({ service: 'aws-transcribe', part, attempt, step })
}
