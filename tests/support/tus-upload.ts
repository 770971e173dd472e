import { Upload } from 'tus-js-client'

interface TusUploadOptions {
  readonly fileName: string
  /** Bytes of one request; all of them when left out. */
  readonly chunkBytes?: number
  readonly onProgress?: (sentBytes: number) => void
  /** Told of each request that failed, with its status; 0 when there was no answer. It is tried again. */
  readonly onFailed?: (status: number) => void
}

/** Sends a file as people's programs do. Resolves to the id of the video, and how often an upload was begun for it. */
export function tusUpload(
  address: string,
  bytes: Buffer,
  { fileName, chunkBytes, onProgress, onFailed }: TusUploadOptions,
): Promise<{ videoId: string; begun: number }> {
  let begun = 0
  return new Promise((resolve, reject) => {
    new Upload(bytes, {
      endpoint: new URL('/uploads', address).href,
      metadata: { filename: fileName },
      retryDelays: Array.from({ length: 60 }, (_, index) => Math.min(1000, 100 * index)),
      ...(chunkBytes !== undefined && { chunkSize: chunkBytes }),
      onProgress: (sentBytes) => onProgress?.(sentBytes),
      onBeforeRequest(request) {
        if (request.getMethod() === 'POST') begun++
      },
      onShouldRetry(error) {
        const status = error.originalResponse?.getStatus() ?? 0
        onFailed?.(status)
        return status === 0 || status === 409 || status === 423 || status >= 500
      },
      onError: reject,
      onSuccess: ({ lastResponse }) =>
        resolve({ videoId: lastResponse.getHeader('Cuepoint-Video-Id') ?? '', begun }),
    }).start()
  })
}
