import { expect, it } from 'vitest'
import { multipartBody } from './multipart.ts'

const upload = {
  fileName: 'a "quoted"\nname é.mp4',
  sizeBytes: 5,
  content: ReadableStream.from([new TextEncoder().encode('bytes')]),
  title: 'Tïtle',
  captions: { fileName: 'a.vtt', bytes: new TextEncoder().encode('WEBVTT') },
}

it('writes the fields before the file, names escaped, with its length', async () => {
  const { headers, body } = multipartBody(upload)
  const bytes = await new Response(body).bytes()
  expect(headers['content-length']).toBe(String(bytes.length))
  const boundary = /boundary=(.*)$/.exec(headers['content-type'] ?? '')?.[1] ?? ''
  expect(new TextDecoder().decode(bytes).split(`--${boundary}`)).toEqual([
    '',
    '\r\nContent-Disposition: form-data; name="title"\r\n\r\nTïtle\r\n',
    filePart('name="captions"; filename="a.vtt"', 'WEBVTT'),
    filePart('name="file"; filename="a %22quoted%22%0Aname é.mp4"', 'bytes'),
    '--\r\n',
  ])
})

it('leaves the length out when the size is not known', () => {
  const { headers } = multipartBody({ ...upload, sizeBytes: null })
  expect(headers).not.toHaveProperty('content-length')
})

function filePart(names: string, content: string): string {
  const type = 'Content-Type: application/octet-stream'
  return `\r\nContent-Disposition: form-data; ${names}\r\n${type}\r\n\r\n${content}\r\n`
}
