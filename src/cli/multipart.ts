import { randomUUID } from 'node:crypto'
import type { Upload } from './library.ts'

/**
 * A multipart/form-data body (RFC 7578) that is written as it is sent: `FormData` would need the whole file as a Blob.
 * The length is announced when the file's is known.
 */
export function multipartBody(upload: Upload): {
  headers: Record<string, string>
  body: ReadableStream<Uint8Array>
} {
  const boundary = `cuepoint-${randomUUID()}`
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text)
  const head = (disposition: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; ${disposition}\r\n`
  const field = (name: string, value: string | undefined): Uint8Array[] =>
    value === undefined ? [] : [encode(`${head(`name="${name}"`)}\r\n${value}\r\n`)]
  const fileHead = (name: string, fileName: string): Uint8Array =>
    encode(
      `${head(`name="${name}"; filename="${escapeName(fileName)}"`)}Content-Type: application/octet-stream\r\n\r\n`,
    )

  const { captions } = upload
  const before = [
    ...field('title', upload.title),
    ...field('language', upload.language),
    ...(captions ? [fileHead('captions', captions.fileName), captions.bytes, encode('\r\n')] : []),
    fileHead('file', upload.fileName),
  ]
  const after = encode(`\r\n--${boundary}--\r\n`)

  async function* parts(): AsyncGenerator<Uint8Array> {
    yield* before
    yield* upload.content
    yield after
  }

  const headers: Record<string, string> = {
    'content-type': `multipart/form-data; boundary=${boundary}`,
  }
  if (upload.sizeBytes !== null) {
    const around = [...before, after].reduce((sum, bytes) => sum + bytes.length, 0)
    headers['content-length'] = String(around + upload.sizeBytes)
  }
  return { headers, body: ReadableStream.from(parts()) }
}

/** As browsers do it (WHATWG HTML, multipart form data). */
function escapeName(name: string): string {
  return name.replace(/\n/g, '%0A').replace(/\r/g, '%0D').replace(/"/g, '%22')
}
