import type { MediaTool } from '../../../ports/media-tool.ts'
import type { TranscriptionRequest } from '../../../ports/transcriber.ts'
import type { AudioBucket } from './audio-bucket.ts'
import type { OpenBatch } from './open-batch.ts'
import type { SpeechService } from './speech-service.ts'

/** Sleeps, and rejects with an abort at once. */
export type Sleep = (milliseconds: number, signal: AbortSignal) => Promise<void>

/** What the parts of one transcription have in common. */
export interface PartContext {
  readonly request: Pick<TranscriptionRequest, 'path' | 'requestKey'>
  readonly speech: SpeechService
  readonly bucket: AudioBucket
  readonly media: Pick<MediaTool, 'encodeAudio'>
  readonly sleep: Sleep
  /** `projects/…/locations/…`. */
  readonly parent: string
  readonly model: string
  readonly languageCodes: readonly string[]
  readonly maxSpeakers: number
  /** Keeps a batch as it is now; on disk when it resolves. */
  readonly keep: (batch: OpenBatch) => Promise<OpenBatch>
}
