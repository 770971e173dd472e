import type { DetailedError } from 'tus-js-client'
import { ApiError } from '../api/api-error.ts'
import { serverState } from '../api/server-state.ts'
import type { UploadProblem } from './upload.ts'
import type { SendOptions, Sent } from './upload-queue.ts'

/** About ten minutes, counted anew whenever bytes have passed; after that a person is asked. */
const retryDelaysMs = [500, 1000, 2000, 4000, 8000, ...Array.from({ length: 38 }, () => 15_000)]

/** Sends a file by the tus protocol, in one request as long as the connection holds. */
export async function sendFile(file: File, options: SendOptions): Promise<Sent> {
  const { signal } = options
  // Who only searches need not load it.
  const { Upload: TusUpload } = await import('tus-js-client')
  signal.throwIfAborted()
  if (file.size === 0) throw emptyFile()
  return new Promise<Sent>((resolve, reject) => {
    const upload = new TusUpload(file, {
      endpoint: new URL('/uploads', location.origin).href,
      uploadUrl: options.address,
      metadata: {
        filename: file.name,
        ...(options.language !== null && { language: options.language }),
      },
      retryDelays: retryDelaysMs,
      // What is unfinished is remembered in one place, together with its name.
      storeFingerprintForResuming: false,
      onUploadUrlAvailable: () => {
        if (upload.url !== null) options.onAddress(upload.url)
      },
      onProgress: (sentBytes) => options.onProgress(sentBytes),
      onShouldRetry: (error) => {
        const { isPassing, status } = toApiError(error)
        // The server is ahead of what this page knows, or still busy with the request that was cut: it is asked anew.
        const passes = isPassing || status === 409 || status === 423
        if (passes) options.onStalled()
        return passes
      },
      onError: (error) => reject(toApiError(error)),
      onSuccess: ({ lastResponse }) =>
        resolve({
          videoId: lastResponse.getHeader('Cuepoint-Video-Id') ?? null,
          existing: lastResponse.getHeader('Cuepoint-Existing') === 'true',
        }),
    })
    signal.addEventListener('abort', () => {
      void upload.abort()
      reject(signal.reason instanceof Error ? signal.reason : new Error('Stopped.'))
    })
    upload.start()
  })
}

/** Gives up what the server has of an upload. Where that fails, the server forgets it by itself after a while. */
export function discardUpload(address: string): void {
  void fetch(address, { method: 'DELETE', headers: tusHeaders, keepalive: true }).catch(
    () => undefined,
  )
}

/** Null when the server knows nothing of the upload any more. */
export async function sentBytesAt(address: string): Promise<number | null> {
  try {
    const answer = await fetch(address, { method: 'HEAD', headers: tusHeaders })
    if (answer.status === 404 || answer.status === 410) return null
    return Number(answer.headers.get('upload-offset') ?? 0)
  } catch {
    return 0
  }
}

export function problemOf(error: unknown): UploadProblem {
  if (error instanceof ApiError) {
    const { message, remedy, isPassing } = error
    return { message, remedy, isPassing }
  }
  return {
    message: error instanceof Error ? error.message : String(error),
    isPassing: false,
  }
}

const tusHeaders = { 'Tus-Resumable': '1.0.0' }

function toApiError(error: Error | DetailedError): ApiError {
  const answer = 'originalResponse' in error ? error.originalResponse : null
  if (answer) {
    if (answer.getStatus() === 401) serverState.change({ locked: true })
    return ApiError.fromAnswer(answer.getStatus(), parsed(answer.getBody()))
  }
  return 'originalRequest' in error ? ApiError.unreachable(error) : unreadable(error)
}

/** Nothing went wrong on the line: the browser could not read the file. */
function unreadable(cause: Error): ApiError {
  return new ApiError('The file cannot be read any more.', {
    status: 400,
    code: 'unreadable-file',
    remedy: 'It was changed, moved or taken away since it was chosen. Drop it again.',
    cause,
  })
}

/** Said before anything is sent: an upload without bytes is over before it begins. */
function emptyFile(): ApiError {
  return new ApiError('The file is empty.', {
    status: 400,
    code: 'empty-file',
    remedy: 'Perhaps it is still being written, or its copy was cut off.',
  })
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}
