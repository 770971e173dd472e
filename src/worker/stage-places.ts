import type { WorkerConfig } from '../config/parts/worker-config.ts'
import type { StageName } from '../domain/stage.ts'

/**
 * How many videos this process has in each stage at the same time; 0 leaves a stage to other processes. Every stage has
 * places of its own, so that nothing light waits behind the recognition of an hour of speech.
 */
export function stagePlaces({
  transcribeJobs,
  mediaJobs,
  embedJobs,
}: WorkerConfig): Readonly<Record<StageName, number>> {
  // Their programs use several cores each.
  const heavyMediaJobs = Math.ceil(mediaJobs / 2)
  return {
    probe: mediaJobs,
    transcribe: transcribeJobs,
    speakers: transcribeJobs,
    chunk: embedJobs,
    embed: embedJobs,
    pictures: heavyMediaJobs,
    rendition: heavyMediaJobs,
  }
}
