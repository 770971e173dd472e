import { TemporaryError } from '../../../domain/errors.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { MediaTool } from '../../../ports/media-tool.ts'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionRequest,
} from '../../../ports/transcriber.ts'
import { openBucket, type Bucket } from './bucket.ts'
import { checkBucket } from './check-bucket.ts'
import { removeRequest, sweepOldRequests } from './clean-up.ts'
import { createAwsClients, type AwsClientsConfig } from './clients.ts'
import { systemClock, type Clock } from './clock.ts'
import { createJobs } from './jobs.ts'
import { chooseLanguage } from './languages.ts'
import { recall } from './memory.ts'
import { folderOf } from './names.ts'
import { longestPartSeconds, remainingParts } from './parts.ts'
import { SpentJobError } from './spent-job.ts'
import { transcribePart } from './transcribe-part.ts'

export interface AwsTranscriberConfig extends AwsClientsConfig {
  /** In the region of the service. */
  readonly bucket: string
  /** Most speakers that are told apart, up to 30; below 2 none are. */
  readonly maxSpeakers: number
  readonly media: Pick<MediaTool, 'encodeAudio'>
  readonly logger: Logger
  readonly clock?: Clock
  /** Longest audio of one job. Shorter in tests. */
  readonly partSeconds?: number
}

/**
 * AWS Transcribe, batch: the sound of a video goes to a bucket, a job is started, its result is read from the bucket,
 * and everything is removed again. A video is one piece, unless it is longer than the service takes.
 */
export function createAwsTranscriber(config: AwsTranscriberConfig): Transcriber {
  const { logger, clock = systemClock, partSeconds = longestPartSeconds } = config
  const clients = createAwsClients(config)
  const bucket = openBucket(clients.s3, config.bucket)
  const jobs = createJobs(clients.transcribe)
  const place = { bucket, jobs, logger }
  const deps = { ...config, ...place, clock, otherBucket }
  const closing = new AbortController()
  const running = new Set<TranscriptionRequest>()
  let sweep: { readonly atMs: number; readonly done: Promise<void> } | null = null

  function otherBucket(name: string): Bucket {
    return name === bucket.name ? bucket : openBucket(clients.s3, name)
  }

  async function* transcribe(
    request: TranscriptionRequest,
    aborted: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const signal = AbortSignal.any([aborted, closing.signal])
    signal.throwIfAborted()
    chooseLanguage(request)
    running.add(request)
    sweepNowAndThen()
    let isComplete = false
    try {
      yield* transcribeParts(request, signal)
      isComplete = true
    } catch (error) {
      // Everything fails in its own way when it is stopped.
      signal.throwIfAborted()
      if (error instanceof SpentJobError) await removeRequest(request.requestKey, place)
      throw error
    } finally {
      if (!isComplete && !(await isWanted(request))) await removeRequest(request.requestKey, place)
      running.delete(request)
    }
  }

  async function* transcribeParts(
    request: TranscriptionRequest,
    signal: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const parts = remainingParts(request, partSeconds)
    const known = await recall(request.memory)
    // The run that saved its piece did not come to remove it.
    if (known && known.part !== parts[0]?.index) await removeRequest(request.requestKey, place)
    let language = request.resumeLanguage
    if (parts.length === 0) yield { untilSeconds: request.durationSeconds, segments: [], language }
    for (const part of parts) {
      const goingOn = { ...request, resumeLanguage: language }
      const order = { part, request: goingOn, language: chooseLanguage(goingOn) }
      const piece = await transcribePart(order, deps, signal)
      yield piece
      // Whoever asks for the next piece has saved this one.
      await removeRequest(request.requestKey, place)
      language ??= piece.language
    }
  }

  /** At first use and then once a day. Nothing waits for it but the end. */
  function sweepNowAndThen(): void {
    if (sweep && clock.nowMs() - sweep.atMs < sweepEveryMs) return
    const isInUse = (key: string) =>
      Array.from(running).some(({ requestKey }) => key.startsWith(folderOf(requestKey)))
    sweep = { atMs: clock.nowMs(), done: sweepOldRequests(isInUse, place, closing.signal) }
  }

  return {
    engine: 'aws-transcribe',
    model: 'general',
    transcribe,
    async check(aborted) {
      const signal = AbortSignal.any([closing.signal, ...(aborted ? [aborted] : [])])
      await checkBucket(clients.s3, config.bucket, signal)
      await jobs.check(signal)
    },
    async [Symbol.asyncDispose]() {
      closing.abort(new TemporaryError('transcriber-stopped', 'Cuepoint is closing.'))
      await sweep?.done
      clients[Symbol.dispose]()
    },
  }
}

const sweepEveryMs = 24 * 3600 * 1000

/** Whoever cannot say so is closing: the next run goes on. */
async function isWanted({ memory }: TranscriptionRequest): Promise<boolean> {
  return memory.isWanted().catch(() => true)
}
