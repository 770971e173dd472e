import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'
import type { EmbeddingAnswer, EmbeddingJob, EmbeddingRequest } from './embedding-messages.ts'

/** The thread that a model runs on, seen from outside. */
export interface EmbeddingThread extends AsyncDisposable {
  /** False once the thread has died; then only a new one helps. */
  readonly isAlive: boolean
  /** One text at a time. Rejects with `embedder-stopped` (passes) when the thread dies. */
  embed(text: string): Promise<Float32Array>
}

/** Beside this file, under the extension that this file has: .ts in development, .js in the package. */
const defaultScript = new URL(`./embedding-worker${extname(import.meta.url)}`, import.meta.url)

/** Resolves once the model is loaded. Rejects with `model-unusable` (waits for other files) when it cannot be. */
export async function startEmbeddingThread(
  job: EmbeddingJob,
  script: URL = defaultScript,
): Promise<EmbeddingThread> {
  const worker = new Worker(script)
  let isAlive = true
  let expected: PromiseWithResolvers<EmbeddingAnswer> | null = null

  const end = (cause: unknown) => {
    isAlive = false
    expected?.reject(stopped(cause))
    expected = null
  }
  worker.on('message', (answer: EmbeddingAnswer) => {
    expected?.resolve(answer)
    expected = null
  })
  worker.on('error', end)
  worker.on('exit', (code) => end(`exit code ${code}`))
  const exited = new Promise<void>((resolve) => worker.once('exit', () => resolve()))

  const ask = async (request: EmbeddingRequest): Promise<EmbeddingAnswer> => {
    if (!isAlive) throw stopped('asked after its end')
    expected = Promise.withResolvers()
    worker.postMessage(request)
    return expected.promise
  }
  const close = async () => {
    if (isAlive) worker.postMessage({ kind: 'close' } satisfies EmbeddingRequest)
    await exited
  }

  const loaded = await ask({ kind: 'load', job })
  if (loaded.kind === 'failed') {
    await close()
    throw unusable(job, loaded.reason)
  }
  return {
    get isAlive() {
      return isAlive
    },
    async embed(text) {
      const answer = await ask({ kind: 'embed', text })
      if (answer.kind === 'vector') return answer.vector
      throw unusable(job, answer.kind === 'failed' ? answer.reason : 'it answered out of turn')
    },
    [Symbol.asyncDispose]: close,
  }
}

function stopped(cause: unknown): TemporaryError {
  const message = 'The embedding model has stopped unexpectedly.'
  return new TemporaryError('embedder-stopped', message, { cause })
}

function unusable({ files }: EmbeddingJob, reason: string): CuepointError {
  return new CuepointError(
    'model-unusable',
    `The embedding model in ${files.weights} cannot be used: ${reason}`,
    {
      retryable: 'when-available',
      remedy: 'Remove its folder, so that it is brought anew, or put the right files there.',
    },
  )
}
