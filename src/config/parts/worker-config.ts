import type { SettingsReader } from '../read-settings.ts'
import { settings } from '../settings.ts'

/** How many jobs of a kind one process works on at the same time. 0: it leaves them to others. */
export interface WorkerConfig {
  readonly transcribeJobs: number
  readonly mediaJobs: number
  readonly embedJobs: number
}

export function workerConfig(read: SettingsReader): WorkerConfig {
  return {
    transcribeJobs: read.value(settings.transcribeJobs),
    mediaJobs: read.value(settings.mediaJobs),
    embedJobs: read.value(settings.embedJobs),
  }
}
