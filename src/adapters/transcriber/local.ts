import type { Readable } from 'node:stream'
import { TemporaryError } from '../../domain/errors.ts'
import type { Logger } from '../../ports/logger.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionRequest,
} from '../../ports/transcriber.ts'
import { findSpeech, type AudibleSpan } from './find-speech.ts'
import { fitPiece } from './fit-piece.ts'
import { chooseLanguage, isAsked, toTag, type SpokenLanguage } from './languages.ts'
import { pieceLimits } from './piece-limits.ts'
import { recogniseSpan } from './recognise-span.ts'
import { createRecogniserKeeper } from './recogniser-keeper.ts'
import type { Pcm } from './recogniser-messages.ts'
import type { RecogniserProcess } from './recogniser-process.ts'
import { settlingLanguage } from './settle-language.ts'
import { inFolder, type LocalRecipe } from './speech-recipe.ts'
import { createTurns } from './turns.ts'

/** Where the files of the models come from. */
export interface SpeechModelSource {
  /** Brings them, which can take minutes. Rejects with errors that wait, such as `model-missing`. */
  bring(signal: AbortSignal): Promise<SpeechModelFiles>
}

interface SpeechModelFiles {
  /** The folder of the files that the recipe names. */
  readonly folder: string
  /** Silero VAD; null takes everything as speech. */
  readonly vad: string | null
}

export interface LocalTranscriberConfig {
  /** The name of the model. */
  readonly model: string
  readonly recipe: LocalRecipe
  readonly source: SpeechModelSource
  readonly media: Pick<MediaTool, 'audio'>
  readonly logger: Logger
  /** Threads of the computation. */
  readonly threads: number
  /** How long the model stays in memory after its last use. */
  readonly idleSeconds: number
  /** The program of the process; another one in tests of its death. */
  readonly script?: URL
}

/**
 * Speech recognition by sherpa-onnx in a process of its own, started at first use and kept for the next video. One
 * video at a time is recognised: it fills the machine by itself.
 */
export function createLocalTranscriber(config: LocalTranscriberConfig): Transcriber {
  const { recipe, media, model, threads } = config
  const keeper = createRecogniserKeeper(config)
  const turns = createTurns()
  const closing = new AbortController()

  async function* transcribe(
    request: TranscriptionRequest,
    aborted: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const signal = AbortSignal.any([aborted, closing.signal])
    signal.throwIfAborted()
    const language = chooseLanguage(recipe, request)
    await using opened = new AsyncDisposableStack()
    opened.use(await turns.take(signal))
    const { folder, vad } = await config.source.bring(signal)
    const job = { recipe: inFolder(recipe, folder), vad, threads }
    const recogniser = await keeper.take(job, signal)
    opened.defer(() => keeper.giveBack(recogniser))
    const startSeconds = request.resumeAtSeconds
    const audio = media.audio(request.path, { startSeconds }, signal)
    // An abort also fails the stream, maybe when nobody reads it.
    audio.on('error', () => undefined)
    opened.defer(() => void audio.destroy())
    try {
      await recogniser.begin(signal)
      for await (const piece of recogniseAudio(audio, startSeconds, language, recogniser, signal)) {
        yield fitPiece(piece, request)
        // The file may be longer than it says.
        if (piece.untilSeconds >= request.durationSeconds) return
      }
    } catch (error) {
      // Everything fails in its own way when it is stopped.
      signal.throwIfAborted()
      throw error
    }
  }

  /** `language` goes with every piece where it is known from the start, else from when it is detected. */
  async function* recogniseAudio(
    audio: Readable,
    startSeconds: number,
    language: SpokenLanguage,
    recogniser: RecogniserProcess,
    signal: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const limits = pieceLimits(recipe, recogniser)
    const listener = {
      hear: (pcm: Pcm) => recogniser.hear(pcm, signal),
      cut: () => recogniser.cut(signal),
    }
    const spans = findSpeech(audio, listener, { startSeconds, maxSeconds: limits.maxSeconds })
    const recognise = (pcm: Pcm, code: string) => recogniser.recognise(pcm, code, signal)
    const inLanguage = (span: AudibleSpan, code: string) =>
      recogniseSpan(span, code, { limits, recognise })
    if (language.code === '' && isAsked(recipe)) {
      for await (const piece of settlingLanguage(spans, inLanguage))
        yield { ...piece, language: piece.language && toTag(piece.language) }
      return
    }
    for await (const span of spans)
      for (const piece of await inLanguage(span, language.code))
        yield { ...piece, language: language.tag ?? (piece.language && toTag(piece.language)) }
  }

  return {
    engine: 'sherpa-onnx',
    model,
    transcribe,
    // Its parts are looked at by the table of models.
    check: () => Promise.resolve(),
    async [Symbol.asyncDispose]() {
      closing.abort(new TemporaryError('recogniser-stopped', 'Cuepoint is closing.'))
      await keeper[Symbol.asyncDispose]()
    },
  }
}
