import type { Readable } from 'node:stream'
import { TemporaryError } from '../../domain/errors.ts'
import type { Diarizer, SpeakerTurn } from '../../ports/diarizer.ts'
import type { Logger } from '../../ports/logger.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { DiarizationFiles, HeardWindow } from './diarizer-messages.ts'
import { startDiarizerProcess } from './diarizer-process.ts'
import { linkVoices } from './link-voices.ts'

/** Where the files of the models come from. */
export interface DiarizationModelSource {
  /** Brings them, which can take minutes. Rejects with errors that wait, such as `model-missing`. */
  bring(signal: AbortSignal): Promise<DiarizationFiles>
}

export interface LocalDiarizerConfig {
  readonly source: DiarizationModelSource
  readonly media: Pick<MediaTool, 'audio'>
  readonly logger: Logger
  /** Threads of the computation. */
  readonly threads: number
  /** Cosine distance from which on two voices are those of two people. */
  readonly voiceDistance: number
  /** How much is listened to at once; shorter in tests. */
  readonly windowSeconds?: number
  /** The program of the process; another one in tests of its death. */
  readonly script?: URL
}

/**
 * Memory grows with the length and the clustering with its square, so ten minutes are listened to at once (about 200 MB),
 * and the voices of the windows are joined afterwards: however long a video is.
 */
const defaultWindowSeconds = 600

/** Vectors of half a minute of speech: those of one person lie nearer to each other than those of a sentence do. */
const samePersonDistance = 0.5

const bytesPerSecond = 32_000

/** Diarization by sherpa-onnx in a process of its own, which lives as long as one video is listened to. */
export function createLocalDiarizer({
  source,
  media,
  logger,
  threads,
  voiceDistance,
  windowSeconds = defaultWindowSeconds,
  script,
}: LocalDiarizerConfig): Diarizer {
  const closing = new AbortController()
  return {
    async findTurns({ path, durationSeconds }, onProgress, aborted) {
      const signal = AbortSignal.any([aborted, closing.signal])
      signal.throwIfAborted()
      const files = await source.bring(signal)
      await using process = await startDiarizerProcess(
        { ...files, threads, voiceDistance },
        signal,
        script,
      )
      const startedAt = performance.now()
      const audio = media.audio(path, { startSeconds: 0 }, signal)
      // An abort also fails the stream, maybe when nobody reads it.
      audio.on('error', () => undefined)
      const windows: HeardWindow[] = []
      const seconds = evenly(durationSeconds, windowSeconds)
      try {
        for await (const pcm of windowsOf(audio, seconds)) {
          windows.push(await process.hear(pcm, signal))
          onProgress(Math.min(1, (windows.length * seconds) / Math.max(durationSeconds, seconds)))
        }
      } catch (error) {
        // Everything fails in its own way when it is stopped.
        signal.throwIfAborted()
        throw error
      } finally {
        audio.destroy()
      }
      const turns = joinWindows(windows, seconds, Math.min(samePersonDistance, voiceDistance))
      const people = new Set(turns.map(({ speaker }) => speaker)).size
      const tookMs = Math.round(performance.now() - startedAt)
      logger.info({ people, turns: turns.length, durationSeconds, tookMs }, 'speakers told apart')
      return turns
    },
    [Symbol.asyncDispose]() {
      closing.abort(new TemporaryError('diarizer-stopped', 'Cuepoint is closing.'))
      return Promise.resolve()
    },
  }
}

/** Windows of equal length, so that the last one is not a few seconds in which nobody is known again. */
function evenly(durationSeconds: number, mostSeconds: number): number {
  const number = Math.max(1, Math.ceil(durationSeconds / mostSeconds))
  // Whole seconds; the file may be a little longer than it says.
  return Math.max(1, Math.ceil(durationSeconds / number) + 1)
}

async function* windowsOf(audio: Readable, seconds: number): AsyncGenerator<Buffer> {
  const windowBytes = seconds * bytesPerSecond
  let parts: Buffer[] = []
  let length = 0
  for await (const part of audio) {
    if (!(part instanceof Uint8Array)) throw new TypeError('audio comes as bytes')
    parts.push(Buffer.from(part.buffer, part.byteOffset, part.byteLength))
    length += part.byteLength
    while (length >= windowBytes) {
      const all = Buffer.concat(parts)
      yield all.subarray(0, windowBytes)
      parts = [all.subarray(windowBytes)]
      length -= windowBytes
    }
  }
  if (length > 1) yield Buffer.concat(parts)
}

function joinWindows(
  windows: readonly HeardWindow[],
  seconds: number,
  distance: number,
): SpeakerTurn[] {
  const people = linkVoices(
    windows.map(({ voices }) => voices),
    distance,
  )
  const turns = windows
    .flatMap((window, index) =>
      window.turns.map(({ start, end, voice }) => ({
        start: index * seconds + start,
        end: index * seconds + end,
        speaker: people[index]?.[voice] ?? 0,
      })),
    )
    .sort((a, b) => a.start - b.start)
  const order = [...new Set(turns.map(({ speaker }) => speaker))]
  return turns.map((turn) => ({ ...turn, speaker: order.indexOf(turn.speaker) }))
}
