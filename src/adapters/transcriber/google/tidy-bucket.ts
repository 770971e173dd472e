import { untilAborted } from '../../../domain/until-aborted.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { TranscriptionRequest } from '../../../ports/transcriber.ts'
import type { AudioBucket } from './audio-bucket.ts'
import type { OpenBatch } from './open-batch.ts'
import type { SpeechService } from './speech-service.ts'

/** Removes what lies at Google and is not needed any more. Nothing fails for it: what stays is swept later. */
interface Tidier {
  /** Begins the sweep at first use; `own` is the folder of a transcription that is gone on with, however old. */
  sweepOnce(own: string): void
  swept(): Promise<void>
  remove(folder: string): Promise<void>
  /** After a run that did not come to its end: a later run goes on with what is there, unless the video is gone. */
  removeUnwanted(
    request: Pick<TranscriptionRequest, 'memory' | 'requestKey'>,
    batch: OpenBatch | null,
    speech: Pick<SpeechService, 'cancel'>,
  ): Promise<void>
}

export function createTidier(bucket: AudioBucket, logger: Logger, closing: AbortSignal): Tidier {
  let sweeping: Promise<void> | null = null

  /** For videos that were deleted while nothing ran here: no later run asks for what lies there so long. */
  async function sweep(own: string): Promise<void> {
    try {
      const removed = await bucket.removeOlder(keptDays, own, closing)
      if (removed > 0) logger.info({ removed }, 'old audio removed from the bucket')
    } catch (error) {
      if (!closing.aborted) logger.warn({ error }, 'the bucket could not be swept')
    }
  }

  async function remove(folder: string): Promise<void> {
    try {
      await bucket.removeAll(folder, soon())
    } catch (error) {
      logger.warn({ folder, error }, 'audio could not be removed from the bucket')
    }
  }

  return {
    sweepOnce(own) {
      sweeping ??= sweep(own)
    },
    swept: () => sweeping ?? Promise.resolve(),
    remove,
    async removeUnwanted({ memory, requestKey }, batch, speech) {
      const signal = soon()
      // A database that is closing says nothing: then it stays.
      const asking = untilAborted(memory.isWanted(), signal)
      if (await asking.catch(() => true)) return
      const operation = batch?.state === 'started' ? batch.operation : null
      if (operation !== null)
        await speech.cancel(operation, signal).catch((error: unknown) => {
          logger.warn({ operation, error }, 'the transcription could not be cancelled')
        })
      await remove(`${requestKey}/`)
    },
  }
}

/** How long what nobody has taken stays in the bucket. */
const keptDays = 7

/** Nobody should have to wait long for it. */
function soon(): AbortSignal {
  return AbortSignal.timeout(5000)
}
