import { setTimeout as wait } from 'node:timers/promises'
import type { GoogleSpeechSettings } from '../../../config/parts/transcriber-config.ts'
import { TemporaryError, UnreachableError } from '../../../domain/errors.ts'
import type { TimeRange } from '../../../domain/time-range.ts'
import { untilAborted } from '../../../domain/until-aborted.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { MediaTool } from '../../../ports/media-tool.ts'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionRequest,
} from '../../../ports/transcriber.ts'
import { fitPiece } from '../fit-piece.ts'
import { openAudioBucket } from './audio-bucket.ts'
import { longestPartSeconds } from './batch-request.ts'
import { requireProject } from './credentials.ts'
import { nextPart } from './cut-parts.ts'
import { languageCodesFor } from './language-codes.ts'
import { recallBatch, type OpenBatch } from './open-batch.ts'
import { openClients } from './open-clients.ts'
import type { Sleep } from './part-context.ts'
import { refusesSpeakers } from './speech-errors.ts'
import { openSpeechService, type SpeechService } from './speech-service.ts'
import { createTidier } from './tidy-bucket.ts'
import { transcribePart } from './transcribe-part.ts'

export interface GoogleTranscriberConfig extends GoogleSpeechSettings {
  readonly media: Pick<MediaTool, 'audio' | 'encodeAudio'>
  readonly logger: Logger
  /** Between two looks at what the service does. */
  readonly sleep?: Sleep
  /** Longest audio of one batch; what the model takes, unless it is set. */
  readonly partSeconds?: number
  /** How long an answer of the bucket is waited for; a minute, unless it is set. */
  readonly patienceMs?: number
}

/**
 * Google Speech-to-Text v2, BatchRecognize: the audio is put into a bucket, an operation is started for each part of it
 * that the model takes at once, and its result is read from the bucket. A piece is a part, and comes when its operation is done.
 */
export function createGoogleTranscriber(config: GoogleTranscriberConfig): Transcriber {
  const { model, location, logger, media } = config
  const { sleep = sleepUnlessAborted, partSeconds = longestPartSeconds(model) } = config
  const clients = openClients(config)
  const bucket = openAudioBucket(clients.storage, config.bucket, config.patienceMs ?? 60_000)
  const closing = new AbortController()
  const tidy = createTidier(bucket, logger, closing.signal)

  async function connect(signal: AbortSignal): Promise<{ speech: SpeechService; parent: string }> {
    await untilAborted(clients.requireCredentials(), signal)
    const finding = requireProject(clients.speech.auth, config.project)
    const parent = `projects/${await untilAborted(finding, signal)}/locations/${location}`
    return { speech: openSpeechService(clients.speech, parent), parent }
  }

  async function* transcribe(
    request: TranscriptionRequest,
    aborted: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const signal = AbortSignal.any([aborted, closing.signal])
    signal.throwIfAborted()
    const { memory, requestKey, durationSeconds } = request
    const languageCodes = languageCodesFor(request.language ?? request.resumeLanguage, model)
    const folder = `${requestKey}/`
    let start = request.resumeAtSeconds
    if (durationSeconds - start < shortestSeconds) {
      yield { untilSeconds: durationSeconds, segments: [], language: request.resumeLanguage }
      return
    }
    const { speech, parent } = await connect(signal)
    tidy.sweepOnce(folder)
    let batch = await recallBatch(memory)
    const keep = async (changed: OpenBatch) => {
      batch = changed
      await memory.write(changed)
      return changed
    }
    const shared = { ...config, sleep, request, speech, bucket, parent, languageCodes, keep }
    let { maxSpeakers } = config
    const hear = async (part: TimeRange) => {
      try {
        return await transcribePart(part, batch, { ...shared, maxSpeakers }, signal)
      } catch (error) {
        if (maxSpeakers < 2 || !refusesSpeakers(error)) throw error
        // Not every model tells them apart in every language: better without them than not at all.
        logger.warn({ model, error }, 'the model tells no speakers apart')
        maxSpeakers = 0
        return transcribePart(part, batch, { ...shared, maxSpeakers }, signal)
      }
    }
    let isFinished = false
    try {
      while (durationSeconds - start >= shortestSeconds) {
        const part =
          batch?.startSeconds === start
            ? { start, end: batch.endSeconds }
            : await cutPart(request, start, signal)
        const { segments, language } = await hear(part)
        const piece = { untilSeconds: part.end, segments, language: language ?? request.language }
        yield fitPiece(piece, request)
        // What was heard is saved now.
        start = part.end
        await tidy.remove(folder)
      }
      isFinished = true
    } catch (error) {
      signal.throwIfAborted()
      throw error
    } finally {
      // Whoever asked may be gone with the video.
      if (!isFinished) await tidy.removeUnwanted(request, batch, speech)
    }
  }

  function cutPart(
    { path, durationSeconds }: TranscriptionRequest,
    start: number,
    signal: AbortSignal,
  ) {
    return nextPart(path, { start, end: durationSeconds }, partSeconds, media, signal)
  }

  return {
    engine: 'google-speech',
    model,
    transcribe,
    async check(signal = new AbortController().signal) {
      try {
        const { speech } = await connect(signal)
        await bucket.check(signal)
        await speech.reach(signal)
      } catch (error) {
        throw isPassing(error)
          ? new UnreachableError(error.code, error.message, { cause: error })
          : error
      }
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new TemporaryError('recogniser-stopped', 'Cuepoint is closing.'))
      await tidy.swept()
      await clients.speech.close()
    },
  }
}

/** Less than that is no word. */
const shortestSeconds = 0.1

const sleepUnlessAborted: Sleep = async (milliseconds, signal) => {
  await wait(milliseconds, undefined, { signal })
}

/** A fault of the service itself is nothing that a person has to mend before a start. */
function isPassing(error: unknown): error is TemporaryError {
  return error instanceof TemporaryError
}
