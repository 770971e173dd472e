import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'
import { untilAborted } from '../../domain/until-aborted.ts'
import type {
  Heard,
  ModelAbilities,
  Pcm,
  Recognised,
  RecogniserAnswer,
  RecogniserJob,
  RecogniserRequest,
} from './recogniser-messages.ts'

/** The process that the speech model lives in, seen from outside. One question at a time. */
export interface RecogniserProcess extends ModelAbilities, AsyncDisposable {
  /** False once the process has ended; then only a new one helps. */
  readonly isAlive: boolean
  /** All reject with `recogniser-stopped` (passes) when the process dies, and with the reason of an abort at once. */
  begin(signal: AbortSignal): Promise<void>
  hear(pcm: Pcm, signal: AbortSignal): Promise<Heard>
  cut(signal: AbortSignal): Promise<Heard>
  recognise(pcm: Pcm, language: string, signal: AbortSignal): Promise<Recognised>
  /** Resolves when the last question is answered; a process that takes longer than a moment for it is ended. */
  settle(): Promise<void>
}

/** Beside this file, under the extension that this file has: .ts in development, .js in the package. */
const defaultScript = new URL(`./recogniser-worker${extname(import.meta.url)}`, import.meta.url)

/** After an abort: most answers come within it, and then the model need not be loaded again. */
const patienceMs = 1000

/**
 * Resolves once the model is loaded. Rejects with `model-unusable` (waits for other files) when it cannot be, and with
 * the reason of an abort.
 */
export async function startRecogniserProcess(
  job: RecogniserJob,
  signal: AbortSignal,
  script: URL = defaultScript,
): Promise<RecogniserProcess> {
  const child = fork(fileURLToPath(script), {
    // Pieces of audio go over as they are, not as JSON.
    serialization: 'advanced',
    // Whatever this process runs under (a debugger, a test runner) is not meant for that one.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const lastWords = keepLastWords(child.stderr)
  let expected: PromiseWithResolvers<RecogniserAnswer> | null = null
  let ended: { readonly code: number | null; readonly how: string } | null = null

  const end = (code: number | null, how: string) => {
    ended ??= { code, how }
    expected?.reject(stopped(ended.how, lastWords()))
    expected = null
  }
  child.on('message', (answer: RecogniserAnswer) => {
    expected?.resolve(answer)
    expected = null
  })
  child.on('error', (error) => end(null, error.message))
  // After its last words, unlike `exit`.
  const closed = once(child, 'close').catch(() => undefined)
  child.on('close', (code, exitSignal) => end(code, exitSignal ?? `exit code ${code}`))

  const ask = async (request: RecogniserRequest, asked: AbortSignal): Promise<RecogniserAnswer> => {
    asked.throwIfAborted()
    if (ended) throw stopped(ended.how, lastWords())
    if (expected) throw new Error('the recogniser was asked before it had answered')
    const answer = Promise.withResolvers<RecogniserAnswer>()
    expected = answer
    child.send(request, (error) => error && end(null, error.message))
    return untilAborted(answer.promise, asked)
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }

  try {
    const loaded = await ask({ kind: 'load', job }, signal)
    if (loaded.kind === 'failed') throw unusable(job, loaded.reason)
    if (loaded.kind !== 'loaded') throw outOfTurn(loaded)
    const { hasWordTimes } = loaded
    const hear = async (request: RecogniserRequest, asked: AbortSignal): Promise<Heard> => {
      const answer = await ask(request, asked)
      return answer.kind === 'heard' ? answer : Promise.reject(failed(job, answer))
    }
    return {
      get isAlive() {
        return ended === null
      },
      hasWordTimes,
      async begin(asked) {
        await hear({ kind: 'begin' }, asked)
      },
      hear: (pcm, asked) => hear({ kind: 'hear', pcm }, asked),
      cut: (asked) => hear({ kind: 'cut' }, asked),
      async recognise(pcm, language, asked) {
        const answer = await ask({ kind: 'recognise', pcm, language }, asked)
        return answer.kind === 'recognised' ? answer : Promise.reject(failed(job, answer))
      },
      async settle() {
        const answered = expected?.promise.catch(() => undefined)
        await Promise.race([answered, sleep(patienceMs, undefined, { ref: false })])
        if (expected) await kill()
      },
      [Symbol.asyncDispose]: kill,
    }
  } catch (error) {
    const isRefused = endedByItself(ended)
    await kill()
    // The native side ends its process over files that it does not know.
    throw isRefused ? unusable(job, lastWords() || 'the recogniser ended over it') : error
  }
}

function endedByItself(ended: { readonly code: number | null } | null): boolean {
  return ended?.code === 255
}

/** The end of what the native side has written: nothing else tells why it died. */
function keepLastWords(stderr: NodeJS.ReadableStream | null): () => string {
  let words = ''
  stderr?.setEncoding('utf8')
  stderr?.on('data', (text: string) => (words = (words + text).slice(-2000)))
  return () => words.trim()
}

function stopped(how: string, lastWords: string): TemporaryError {
  const message = `The speech recogniser has stopped unexpectedly (${how}).`
  return new TemporaryError('recogniser-stopped', message, {
    remedy:
      'It is started again. If this happens again and again, the machine may lack memory for the model.',
    ...(lastWords && { cause: new Error(lastWords) }),
  })
}

function unusable({ recipe, vad }: RecogniserJob, reason: string): CuepointError {
  const files = [recipe?.tokens, vad].filter(Boolean).join(' and ')
  return new CuepointError(
    'model-unusable',
    `The speech model beside ${files} cannot be used: ${reason}`,
    {
      retryable: 'when-available',
      remedy: 'Remove its folder, so that it is brought anew, or put the right files there.',
    },
  )
}

function failed(job: RecogniserJob, answer: RecogniserAnswer): Error {
  return answer.kind === 'failed' ? unusable(job, answer.reason) : outOfTurn(answer)
}

function outOfTurn({ kind }: RecogniserAnswer): Error {
  return new Error(`the recogniser answered out of turn: ${kind}`)
}
