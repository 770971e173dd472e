import { createHash } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CuepointError, TemporaryError } from '../../../domain/errors.ts'
import type { MediaTool } from '../../../ports/media-tool.ts'
import type { TranscribedPiece, TranscriptionRequest } from '../../../ports/transcriber.ts'
import { isCertainlyUndone, notATranscript, toTranscriberError, uncertain } from './errors.ts'
import { parseAnswer, type SentSpan } from './parse-answer.ts'
import { rememberPiece } from './piece-memory.ts'
import type { AnswerForm, SpeechServer } from './speech-server.ts'
import { simplerForm } from './speech-server.ts'

export interface PieceContext {
  readonly baseUrl: string
  readonly model: string
  readonly media: Pick<MediaTool, 'encodeAudio'>
  readonly server: SpeechServer
  readonly maySendTwice: boolean
  /** How long an answer is waited for that is on its way when the work is stopped. */
  readonly graceMs: number
  readonly form: AnswerForm
  readonly language: string | null
}

/** The server does not know the form; nothing was transcribed. */
export class FormRefused extends Error {
  readonly simpler: AnswerForm

  constructor(simpler: AnswerForm) {
    super(`the server refuses the form of the answer, ${simpler} is left`)
    this.simpler = simpler
  }
}

/**
 * Sends one piece, once: that it is sent is on disk before, and its answer is on disk before anybody sees it. A stop waits a
 * moment for an answer that is paid for.
 */
export async function hearPiece(
  span: SentSpan,
  { memory, requestKey, path }: TranscriptionRequest,
  context: PieceContext,
  signal: AbortSignal,
): Promise<TranscribedPiece> {
  const { server, form, language, maySendTwice } = context
  const { from, clip } = span
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-piece-'))
  try {
    const file = join(folder, 'piece.ogg')
    await encode(path, file, span, context, signal)
    signal.throwIfAborted()
    await rememberPiece(memory, { from, answer: null })
    const key = createHash('sha256').update(`${requestKey} ${clip.start} ${form}`).digest('hex')
    using patience = patientSignal(signal, maySendTwice ? 0 : context.graceMs)
    let json: unknown
    try {
      json = await server.ask({ file, language, form, key }, patience.signal)
    } catch (error) {
      // The mark stays: the next run finds it.
      if (!isCertainlyUndone(error)) {
        signal.throwIfAborted()
        throw await lost(error, span, memory, context)
      }
      await memory.write(null)
      signal.throwIfAborted()
      const simpler = simplerForm(form, error)
      throw simpler ? new FormRefused(simpler) : toTranscriberError(error, context)
    }
    const answer = await understand(json, span, memory, context)
    await rememberPiece(memory, { from, answer })
    signal.throwIfAborted()
    return answer
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** What OpenAI takes in a request. */
const mostBytes = 26_214_400

async function encode(
  path: string,
  file: string,
  { clip }: SentSpan,
  { media }: PieceContext,
  signal: AbortSignal,
): Promise<void> {
  const { start: startSeconds, end: endSeconds } = clip
  await media.encodeAudio(path, file, { startSeconds, endSeconds, format: 'opus' }, signal)
  const { size } = await stat(file)
  if (size > mostBytes)
    throw new CuepointError(
      'transcriber-rejected',
      `A piece has ${size} bytes, ${mostBytes} are taken.`,
    )
}

async function lost(
  error: unknown,
  { clip }: SentSpan,
  memory: TranscriptionRequest['memory'],
  context: PieceContext,
): Promise<CuepointError> {
  // From here on the next run is one that a person has asked for, or that costs nothing.
  await memory.write(null)
  if (!context.maySendTwice) return uncertain(context, clip.start, error)
  const { code, message } = toTranscriberError(error, context)
  return new TemporaryError(code, message, {
    cause: error,
    remedy: 'It is sent again by itself. Check whether the server runs.',
  })
}

async function understand(
  json: unknown,
  span: SentSpan,
  memory: TranscriptionRequest['memory'],
  context: PieceContext,
): Promise<TranscribedPiece> {
  try {
    return parseAnswer(json, span)
  } catch (error) {
    await memory.write(null)
    throw notATranscript(context, typeof json === 'string' ? new Error(firstWords(json)) : error)
  }
}

function firstWords(text: string): string {
  return `it sent ${JSON.stringify(text.slice(0, 100))}`
}

/** Aborts so long after the other one. */
function patientSignal(stop: AbortSignal, graceMs: number): { signal: AbortSignal } & Disposable {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  const stopLater = () => {
    if (graceMs === 0) controller.abort(stop.reason)
    else timer = setTimeout(() => controller.abort(stop.reason), graceMs)
  }
  stop.addEventListener('abort', stopLater, { once: true })
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      stop.removeEventListener('abort', stopLater)
      clearTimeout(timer)
    },
  }
}
