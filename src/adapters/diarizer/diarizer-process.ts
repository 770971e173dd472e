import { fork } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'
import type {
  DiarizerAnswer,
  DiarizerJob,
  DiarizerRequest,
  HeardWindow,
} from './diarizer-messages.ts'

/** The process that the models live in, seen from outside. One question at a time; disposing ends it at once. */
export interface DiarizerProcess extends AsyncDisposable {
  /** Rejects with `diarizer-stopped` when the process dies, and with the reason of an abort at once. */
  hear(pcm: Uint8Array, signal: AbortSignal): Promise<HeardWindow>
}

/** Beside this file, under the extension that this file has: .ts in development, .js in the package. */
const defaultScript = new URL(`./diarizer-worker${extname(import.meta.url)}`, import.meta.url)

/** Resolves once the models are loaded. Rejects with `model-unusable` (waits for other files) when they cannot be. */
export async function startDiarizerProcess(
  job: DiarizerJob,
  signal: AbortSignal,
  script: URL = defaultScript,
): Promise<DiarizerProcess> {
  const child = fork(fileURLToPath(script), {
    // Audio goes over as it is, not as JSON.
    serialization: 'advanced',
    // Whatever this process runs under (a debugger, a test runner) is not meant for that one.
    execArgv: [],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  let lastWords = ''
  child.stderr?.setEncoding('utf8')
  child.stderr?.on('data', (text: string) => (lastWords = (lastWords + text).slice(-2000)))
  const ended = Promise.withResolvers<never>()
  // Nobody may be asking when it ends.
  ended.promise.catch(() => undefined)
  // After its last words, unlike `exit`.
  const closed = once(child, 'close').catch(() => undefined)
  child.on('error', (error) => ended.reject(stopped(error.message, lastWords)))
  child.on('close', (code, how) =>
    ended.reject(stopped(how ?? `exit code ${code}`, lastWords.trim())),
  )

  const ask = async (request: DiarizerRequest, asked: AbortSignal): Promise<DiarizerAnswer> => {
    asked.throwIfAborted()
    const answer = Promise.withResolvers<DiarizerAnswer>()
    const abort = () => answer.reject(asked.reason instanceof Error ? asked.reason : undefined)
    child.once('message', answer.resolve)
    asked.addEventListener('abort', abort, { once: true })
    child.send(request, (error) => error && ended.reject(stopped(error.message, lastWords)))
    try {
      return await Promise.race([answer.promise, ended.promise])
    } finally {
      child.off('message', answer.resolve)
      asked.removeEventListener('abort', abort)
    }
  }
  const kill = async () => {
    child.kill('SIGKILL')
    await closed
  }

  try {
    const answer = await ask({ kind: 'load', job }, signal)
    if (answer.kind === 'failed') throw unusable(job, answer.reason)
  } catch (error) {
    await kill()
    signal.throwIfAborted()
    // The native side ends its process over files that it does not know; only memory ends it from outside.
    const isRefused = child.exitCode !== null || child.signalCode === 'SIGABRT'
    throw isRefused ? unusable(job, lastWords.trim() || 'its process ended over them') : error
  }
  return {
    async hear(pcm, asked) {
      const answer = await ask({ kind: 'window', pcm }, asked)
      if (answer.kind === 'heard') return answer
      throw stopped(answer.kind === 'failed' ? answer.reason : 'answered out of turn', lastWords)
    },
    [Symbol.asyncDispose]: kill,
  }
}

function stopped(how: string, lastWords: string): TemporaryError {
  const message = `What tells speakers apart has stopped unexpectedly (${how}).`
  return new TemporaryError('diarizer-stopped', message, {
    remedy: 'If this happens again and again, the machine may lack memory for it.',
    ...(lastWords && { cause: new Error(lastWords) }),
  })
}

function unusable({ segmentation, voices }: DiarizerJob, reason: string): CuepointError {
  return new CuepointError(
    'model-unusable',
    `The models for speakers, ${segmentation} and ${voices}, cannot be used: ${reason}`,
    {
      retryable: 'when-available',
      remedy:
        'Remove their folders, so that they are brought anew, put the right files there, or set CUEPOINT_SPEAKERS=none.',
    },
  )
}
