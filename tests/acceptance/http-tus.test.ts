import { randomBytes } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { video } from '../../src/http/schemas/video.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ env: { CUEPOINT_MAX_UPLOAD_BYTES: '5000000' } })
})
afterAll(async () => server[Symbol.asyncDispose]())

const tus = { 'tus-resumable': '1.0.0' }
const offsetStream = 'application/offset+octet-stream'

function metadata(fields: Readonly<Record<string, string>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}

async function create(
  sizeBytes: number,
  fields: Readonly<Record<string, string>> = { filename: 'talk.mp4' },
): Promise<string> {
  const response = await server.ask('/uploads', {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(sizeBytes),
      'upload-metadata': metadata(fields),
    },
  })
  expect(response.status).toBe(201)
  return response.headers.get('location') ?? ''
}

function send(path: string, offset: number, body: Uint8Array<ArrayBuffer>): Promise<Response> {
  const headers = { ...tus, 'upload-offset': String(offset), 'content-type': offsetStream }
  return server.ask(path, { method: 'PATCH', headers, body })
}

function head(path: string): Promise<Response> {
  return server.ask(path, { method: 'HEAD', headers: tus })
}

async function refusedWith(response: Response): Promise<string> {
  return problem.parse(await response.json()).code
}

async function original(id: string): Promise<Buffer> {
  const response = await server.ask(`/videos/${id}/media?download`)
  return Buffer.from(await response.arrayBuffer())
}

async function leftovers(): Promise<string[]> {
  return readdir(join(server.dataDirectory, 'uploads'))
}

describe('a resumable upload', () => {
  it('says where to send the bytes by a path, so that proxies do not matter', async () => {
    expect(await create(10)).toMatch(/^\/uploads\/[0-9a-f]{32}$/)
  })

  it('becomes a video with its last byte, and says which', async () => {
    const bytes = randomBytes(3_000_000)
    const path = await create(bytes.length, {
      filename: 'Café.mp4',
      title: 'Im Café',
      language: 'de',
    })
    const first = await send(path, 0, bytes.subarray(0, 1_000_000))
    expect(first.status).toBe(204)
    expect(first.headers.get('upload-offset')).toBe('1000000')
    expect(first.headers.get('cuepoint-video-id')).toBeNull()

    const last = await send(path, 1_000_000, bytes.subarray(1_000_000))
    expect(last.status).toBe(204)
    expect(last.headers.get('cuepoint-existing')).toBe('false')
    const id = last.headers.get('cuepoint-video-id') ?? ''
    expect(await server.askFor(video, 200, `/videos/${id}`)).toMatchObject({
      title: 'Im Café',
      file_name: 'Café.mp4',
      language: 'de',
      size_bytes: 3_000_000,
    })
    expect((await original(id)).equals(bytes)).toBe(true)
  })

  it('goes on where it was cut off', async () => {
    const bytes = randomBytes(2_000_000)
    const path = await create(bytes.length)
    await sendAndHangUp(path, bytes.subarray(0, 1_200_000), bytes.length)
    const known = await head(path)
    const offset = Number(known.headers.get('upload-offset'))
    expect(offset).toBeGreaterThan(0)
    expect(offset).toBeLessThanOrEqual(1_200_000)
    const last = await send(path, offset, bytes.subarray(offset))
    const id = last.headers.get('cuepoint-video-id') ?? ''
    expect((await original(id)).equals(bytes)).toBe(true)
  })

  it('tells its video again to a client that missed the end', async () => {
    const bytes = randomBytes(1000)
    const path = await create(bytes.length)
    const id = (await send(path, 0, bytes)).headers.get('cuepoint-video-id')
    const again = await head(path)
    expect(again.status).toBe(200)
    expect(again.headers.get('upload-offset')).toBe('1000')
    expect(again.headers.get('cuepoint-video-id')).toBe(id)
    const empty = await send(path, 1000, new Uint8Array())
    expect(empty.status).toBe(204)
    expect(empty.headers.get('cuepoint-video-id')).toBe(id)
  })

  it('is the video that is there when the same bytes come again', async () => {
    const bytes = randomBytes(1000)
    const id = (await send(await create(1000), 0, bytes)).headers.get('cuepoint-video-id')
    const second = await send(await create(1000), 0, bytes)
    expect(second.headers.get('cuepoint-video-id')).toBe(id)
    expect(second.headers.get('cuepoint-existing')).toBe('true')
  })

  it('can begin with its bytes, and be whole with them', async () => {
    const bytes = randomBytes(1000)
    const response = await server.ask('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '1000', 'content-type': offsetStream },
      body: bytes,
    })
    expect(response.status).toBe(201)
    const id = response.headers.get('cuepoint-video-id') ?? ''
    expect((await original(id)).equals(bytes)).toBe(true)
  })

  it('can be given up', async () => {
    const path = await create(1000)
    await send(path, 0, randomBytes(10))
    expect((await server.ask(path, { method: 'DELETE', headers: tus })).status).toBe(204)
    expect((await head(path)).status).toBe(404)
    expect((await leftovers()).join()).not.toContain(path.split('/').at(-1))
  })

  it('cannot be made to look finished by its own metadata', async () => {
    const path = await create(1000, {
      filename: 'a.mp4',
      'cuepoint-video-id': '00000000-0000-4000-8000-000000000000',
      'cuepoint-existing': 'true',
    })
    const known = await head(path)
    expect(known.headers.get('upload-offset')).toBe('0')
    expect(known.headers.get('cuepoint-video-id')).toBeNull()
  })
})

describe('a resumable upload is refused', () => {
  it('when it would be larger than is accepted', async () => {
    const response = await server.ask('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '5000001' },
    })
    expect(response.status).toBe(413)
    expect(await refusedWith(response)).toBe('too-large')
  })

  it('when it goes on at another byte', async () => {
    const path = await create(1000)
    const response = await send(path, 5, randomBytes(10))
    expect(response.status).toBe(409)
    expect(await refusedWith(response)).toBe('upload-offset')
    expect((await head(path)).headers.get('upload-offset')).toBe('0')
  })

  it('when more comes than was announced', async () => {
    const response = await send(await create(10), 0, randomBytes(11))
    expect(response.status).toBe(413)
  })

  it('when nobody knows it', async () => {
    const unknown = `/uploads/${'0'.repeat(32)}`
    expect((await head(unknown)).status).toBe(404)
    expect((await send(unknown, 0, randomBytes(1))).status).toBe(404)
    expect((await head('/uploads/..%2f..%2fdatabase')).status).toBe(400)
  })

  it('with no bytes at all', async () => {
    const path = await server.ask('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '0', 'upload-metadata': metadata({ filename: 'a.mp4' }) },
    })
    expect(path.status).toBe(422)
    expect(await refusedWith(path)).toBe('empty-file')
  })

  it.each([
    ['a language that is none', { filename: 'a.mp4', language: 'German please' }],
    ['a title that is too long', { filename: 'a.mp4', title: 'x'.repeat(501) }],
  ])('with %s, before a byte is sent', async (_what, fields) => {
    const response = await server.ask('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '10', 'upload-metadata': metadata(fields) },
    })
    expect(response.status).toBe(400)
    expect(await refusedWith(response)).toBe('invalid-input')
  })

  it('without the version of the protocol', async () => {
    const response = await server.ask('/uploads', {
      method: 'POST',
      headers: { 'upload-length': '10' },
    })
    expect(response.status).toBe(412)
    expect(await refusedWith(response)).toBe('tus-version')
  })
})

it('no page of another origin is told anything', async () => {
  const response = await server.ask('/uploads', { method: 'OPTIONS' })
  expect(response.headers.get('tus-version')).toBe('1.0.0')
  expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual(
    [],
  )
})

// The last: it stops the server that the others use.
it('a resumable upload outlives the server', async () => {
  const bytes = randomBytes(1000)
  const path = await create(bytes.length)
  await send(path, 0, bytes.subarray(0, 400))
  await using again = await startTestServer({ reopen: server })
  const known = await again.ask(path, { method: 'HEAD', headers: tus })
  expect(known.headers.get('upload-offset')).toBe('400')
  const headers = { ...tus, 'upload-offset': '400', 'content-type': offsetStream }
  const last = await again.ask(path, { method: 'PATCH', headers, body: bytes.subarray(400) })
  expect(last.headers.get('cuepoint-video-id')).not.toBeNull()
})

/** Announces the rest of a file, sends a part of it, and goes away once that has arrived. */
async function sendAndHangUp(path: string, bytes: Uint8Array, length: number): Promise<void> {
  const { hostname, port, host } = new URL(server.address)
  const socket = connect(Number(port), hostname)
  socket.write(
    `PATCH ${path} HTTP/1.1\r\nHost: ${host}\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: 0\r\nContent-Type: ${offsetStream}\r\nContent-Length: ${length}\r\n\r\n`,
  )
  socket.write(bytes)
  const file = join(server.dataDirectory, path)
  await expect.poll(async () => (await stat(file)).size, { timeout: 20_000 }).toBeGreaterThan(0)
  socket.destroy()
}
