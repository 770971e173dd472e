import { CuepointError, UnsupportedMediaError } from '../domain/errors.ts'
import type { Upload } from './library.ts'

/** Streams a media file from the web. A page about a video is not a video, and is refused. */
export async function fetchMedia(
  address: string,
  signal: AbortSignal,
): Promise<Pick<Upload, 'fileName' | 'sizeBytes' | 'content'>> {
  const response = await fetch(address, { signal }).catch((error: unknown) => {
    signal.throwIfAborted()
    throw new CuepointError('download-failed', `${address} cannot be reached.`, { cause: error })
  })
  if (!response.ok || !response.body) {
    throw new CuepointError('download-failed', `${address} answered ${response.status}.`)
  }
  const type = response.headers.get('content-type') ?? ''
  if (/^(text|image)\/|html|json|mpegurl/i.test(type)) {
    await response.body.cancel()
    throw new UnsupportedMediaError(`${address} is no media file but ${type}.`, {
      remedy: 'Give the address of the video or audio file itself.',
    })
  }
  const length = response.headers.get('content-length')
  // With a content coding the length is that of the coded bytes.
  const isExact = length !== null && !response.headers.has('content-encoding')
  return {
    fileName: fileNameOf(response),
    sizeBytes: isExact ? Number(length) : null,
    content: response.body,
  }
}

function fileNameOf(response: Response): string {
  const disposition = response.headers.get('content-disposition') ?? ''
  const named = /filename="?([^";]+)"?/i.exec(disposition)?.[1]
  const last = new URL(response.url).pathname.split('/').findLast((part) => part !== '')
  return named ?? decode(last ?? 'download')
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
