import { join } from 'node:path'
import type { OpenAiTranscriberSettings } from '../../../config/parts/transcriber-config.ts'
import { TemporaryError } from '../../../domain/errors.ts'
import type { ModelStore } from '../../../models/model-store.ts'
import { vadModel } from '../../../models/vad-model.ts'
import type { Logger } from '../../../ports/logger.ts'
import type { MediaTool } from '../../../ports/media-tool.ts'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionRequest,
} from '../../../ports/transcriber.ts'
import { findSpeech } from '../find-speech.ts'
import { fitPiece } from '../fit-piece.ts'
import { createRecogniserKeeper } from '../recogniser-keeper.ts'
import type { Pcm } from '../recogniser-messages.ts'
import { createTurns } from '../turns.ts'
import { uncertain } from './errors.ts'
import { FormRefused, hearPiece, type PieceContext } from './hear-piece.ts'
import { languageToAsk } from './language.ts'
import { recallPiece } from './piece-memory.ts'
import { maySendTwice } from './resend.ts'
import { toSentSpans } from './sent-spans.ts'
import { openSpeechServer, type AnswerForm } from './speech-server.ts'

export interface OpenAiTranscriberConfig extends OpenAiTranscriberSettings {
  readonly media: Pick<MediaTool, 'audio' | 'encodeAudio'>
  readonly models: Pick<ModelStore, 'ensure'>
  readonly logger: Logger
  /** False takes everything as speech. */
  readonly findsSpeech?: boolean
  /** How long the answer to one piece is waited for. */
  readonly timeoutMs?: number
  /** How long an answer is waited for that is on its way when the work is stopped. */
  readonly graceMs?: number
}

/**
 * Any server that speaks OpenAI's `POST /audio/transcriptions`. Voice detection here finds the speech, and only that is sent,
 * piece by piece. A piece whose answer was lost is not sent again by itself where that may cost: see `hearPiece`.
 */
export function createOpenAiTranscriber(config: OpenAiTranscriberConfig): Transcriber {
  const { model, media, models, logger, timeoutMs = 300_000, graceMs = 8000 } = config
  const server = openSpeechServer(config, timeoutMs)
  const keeper = createRecogniserKeeper({ model: vadModel.key, logger, idleSeconds: 60 })
  const turns = createTurns()
  const closing = new AbortController()
  const isFree = maySendTwice(config)
  let form = firstForm(config)

  async function* transcribe(
    request: TranscriptionRequest,
    aborted: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    const signal = AbortSignal.any([aborted, closing.signal])
    signal.throwIfAborted()
    const language = languageToAsk(request)
    let from = request.resumeAtSeconds
    const known = await recallPiece(request.memory, from)
    if (known?.answer) {
      from = known.answer.untilSeconds
      yield fitPiece(known.answer, request)
      if (from >= request.durationSeconds) return
    } else if (known && !isFree) {
      // Only a person's wish starts the next run.
      await request.memory.write(null)
      throw uncertain(config, from)
    }
    try {
      for (;;) {
        try {
          for await (const piece of hear({ ...request, resumeAtSeconds: from }, language, signal)) {
            from = piece.untilSeconds
            yield fitPiece({ ...piece, language: request.language ?? piece.language }, request)
            // The file may be longer than it says.
            if (from >= request.durationSeconds) return
          }
          return
        } catch (error) {
          if (!(error instanceof FormRefused)) throw error
          // Remembered for all pieces to come; what is cut for text alone is shorter, so the cutting begins anew.
          form = error.simpler
          logger.warn({ model, form }, 'the speech server gives simpler answers only')
        }
      }
    } catch (error) {
      // Everything fails in its own way when it is stopped.
      signal.throwIfAborted()
      throw error
    }
  }

  async function* hear(
    request: TranscriptionRequest,
    language: string | null,
    signal: AbortSignal,
  ): AsyncGenerator<TranscribedPiece> {
    await using opened = new AsyncDisposableStack()
    opened.use(await turns.take(signal))
    const { maxSeconds, longestPauseSeconds } = cuts[form]
    const vad =
      config.findsSpeech === false
        ? null
        : join(await models.ensure(vadModel.key, { signal }), vadModel.model)
    const job = { recipe: null, vad, threads: 1, contentSeconds: 0.7 * cuts.text.maxSeconds }
    const finder = await keeper.take(job, signal)
    opened.defer(() => keeper.giveBack(finder))
    const startSeconds = request.resumeAtSeconds
    const audio = media.audio(request.path, { startSeconds }, signal)
    // An abort also fails the stream, maybe when nobody reads it.
    audio.on('error', () => undefined)
    opened.defer(() => void audio.destroy())
    await finder.begin(signal)
    const listener = {
      hear: (pcm: Pcm) => finder.hear(pcm, signal),
      cut: () => finder.cut(signal),
    }
    for await (const span of findSpeech(audio, listener, { startSeconds, maxSeconds })) {
      const { until } = span
      if (span.speech.length === 0) yield { untilSeconds: until, segments: [], language: null }
      for (const sent of toSentSpans(span, longestPauseSeconds)) {
        const context: PieceContext = {
          ...{ baseUrl: config.baseUrl, model, media, server, form, language, graceMs },
          maySendTwice: isFree,
        }
        yield await hearPiece(sent, request, context, signal)
      }
    }
  }

  return {
    engine: 'openai',
    model,
    transcribe,
    check: (signal = new AbortController().signal) => server.check(signal),
    async [Symbol.asyncDispose]() {
      closing.abort(new TemporaryError('recogniser-stopped', 'Cuepoint is closing.'))
      await keeper[Symbol.asyncDispose]()
    },
  }
}

/**
 * How the sound is cut. With times: two windows of Whisper's 30 s, so that a sentence keeps its context while a lost answer
 * costs a minute at most. For text alone a piece is the only time there is: short pauses cut it too.
 */
const timed = { maxSeconds: 60, longestPauseSeconds: 4 }
const cuts = {
  words: timed,
  segments: timed,
  text: { maxSeconds: 28, longestPauseSeconds: 1.5 },
}

/** OpenAI's own models other than Whisper give text alone, and every request that they refuse is a wasted one. */
function firstForm({ responseFormat, model }: OpenAiTranscriberSettings): AnswerForm {
  if (responseFormat === null) return /^gpt-.*transcribe/.test(model) ? 'text' : 'words'
  return responseFormat === 'json' ? 'text' : 'words'
}
