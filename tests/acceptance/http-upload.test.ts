import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { accepted, video, videoList } from '../../src/http/schemas/video.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

const captions = 'WEBVTT\n\n00:00.000 --> 00:02.000\nhello world\n'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer({ env: { CUEPOINT_MAX_UPLOAD_BYTES: '3000000' } })
})
afterAll(async () => server[Symbol.asyncDispose]())

/** Bytes that no other test sends. */
function uniqueFile(sizeBytes = 1000): File {
  const seed = createHash('sha256').update(`${Math.random()}`).digest()
  return new File([Buffer.alloc(sizeBytes, seed)], 'talk.mp4')
}

function form(...fields: readonly (readonly [string, string | File])[]): RequestInit {
  const body = new FormData()
  for (const [name, value] of fields) body.append(name, value)
  return { method: 'POST', body }
}

async function storedFiles(): Promise<string[]> {
  const folder = join(server.dataDirectory, 'files')
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
}

async function refused(status: number, init: RequestInit) {
  const before = await storedFiles()
  const document = await server.askFor(problem, status, '/videos/upload', init)
  expect(await storedFiles()).toEqual(before)
  return document
}

describe('an upload by form', () => {
  it('is taken with its title, language and captions', async () => {
    const file = uniqueFile()
    const answer = await server.askFor(
      accepted,
      202,
      '/videos/upload',
      form(
        ['title', 'A talk'],
        ['language', 'de'],
        ['captions', new File([captions], 'talk.vtt')],
        ['file', file],
      ),
    )
    expect(answer).toMatchObject({ status: 'queued', existing: false })
    expect(answer.video_url).toBe(`/videos/${answer.id}`)
    const added = await server.askFor(video, 200, answer.video_url)
    expect(added).toMatchObject({
      title: 'A talk',
      language: 'de',
      file_name: 'talk.mp4',
      size_bytes: 1000,
      origin: 'upload',
    })
    const original = await server.ask(`/videos/${answer.id}/media?download`)
    expect(Buffer.from(await original.arrayBuffer())).toEqual(Buffer.from(await file.arrayBuffer()))
  })

  it('may say everything after the file', async () => {
    const { id } = await server.askFor(
      accepted,
      202,
      '/videos/upload',
      form(
        ['file', uniqueFile()],
        ['title', 'Said afterwards'],
        ['captions', new File([captions], 'talk.vtt')],
      ),
    )
    expect(await server.askFor(video, 200, `/videos/${id}`)).toMatchObject({
      title: 'Said afterwards',
    })
    expect((await storedFiles()).some((path) => path.includes(id) && path.endsWith('.vtt'))).toBe(
      true,
    )
  })

  it('has the title of its file where none is given, or an empty one', async () => {
    const { id } = await server.askFor(
      accepted,
      202,
      '/videos/upload',
      form(['title', ''], ['language', ''], ['file', uniqueFile()]),
    )
    expect(await server.askFor(video, 200, `/videos/${id}`)).toMatchObject({
      title: 'talk',
      language: null,
    })
  })

  it('is the video that is there when the same bytes come again', async () => {
    const file = uniqueFile()
    const first = await server.askFor(accepted, 202, '/videos/upload', form(['file', file]))
    const before = await storedFiles()
    const second = await server.askFor(accepted, 202, '/videos/upload', form(['file', file]))
    expect(second).toMatchObject({ id: first.id, existing: true })
    expect(await storedFiles()).toEqual(before)
  })

  it('is one video when the same bytes come several times at once', async () => {
    const file = uniqueFile(200_000)
    const answers = await Promise.all(
      Array.from({ length: 4 }, () =>
        server.askFor(accepted, 202, '/videos/upload', form(['file', file])),
      ),
    )
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ existing }) => !existing)).toHaveLength(1)
  })

  it.each([
    ['../../../etc/passwd', 'passwd'],
    ['two\nlines.mp4', 'two lines.mp4'],
    [`${'long '.repeat(60)}.mp4`, null],
    ['🎬 Gespräch.mp4', '🎬 Gespräch.mp4'],
  ])('takes a file named %j', async (name, kept) => {
    const file = new File([uniqueFile()], name)
    const { id } = await server.askFor(accepted, 202, '/videos/upload', form(['file', file]))
    const added = await server.askFor(video, 200, `/videos/${id}`)
    if (kept !== null) expect(added.file_name).toBe(kept)
    expect(added.file_name?.length).toBeLessThanOrEqual(255)
    expect(added.title).not.toBe('')
    expect((await server.ask(`/videos/${id}/media?download`)).status).toBe(200)
  })
})

describe('an upload that is refused leaves nothing', () => {
  it('without a file', async () => {
    expect(await refused(400, form(['title', 'Nothing']))).toMatchObject({ code: 'invalid-input' })
    expect(await refused(400, form(['file', 'only text']))).toMatchObject({ code: 'invalid-input' })
  })

  it('with no bytes', async () => {
    const document = await refused(422, form(['file', new File([], 'talk.mp4')]))
    expect(document).toMatchObject({ code: 'empty-file' })
    expect(document.remedy).toBeDefined()
  })

  it('with a title that is too long, before or after the file', async () => {
    const title = 'x'.repeat(501)
    for (const fields of [
      [
        ['title', title],
        ['file', uniqueFile()],
      ],
      [
        ['file', uniqueFile()],
        ['title', title],
      ],
    ] as const) {
      const document = await refused(400, form(...fields))
      expect(document.errors).toMatchObject([{ path: 'title' }])
    }
  })

  it('with a field of a megabyte', async () => {
    const huge = form(['title', 'x'.repeat(1_000_000)], ['file', uniqueFile()])
    expect(await refused(413, huge)).toMatchObject({ code: 'too-large' })
  })

  it('with a language that is none', async () => {
    const document = await refused(400, form(['language', 'German please'], ['file', uniqueFile()]))
    expect(document.errors).toMatchObject([{ path: 'language' }])
  })

  it('with captions that are none, before or after the file', async () => {
    const broken = new File(['this is a letter'], 'talk.srt')
    expect(await refused(422, form(['captions', broken], ['file', uniqueFile()]))).toMatchObject({
      code: 'invalid-captions',
    })
    expect(await refused(422, form(['file', uniqueFile()], ['captions', broken]))).toMatchObject({
      code: 'invalid-captions',
    })
  })

  it('with two files', async () => {
    expect(await refused(400, form(['file', uniqueFile()], ['file', uniqueFile()]))).toMatchObject({
      code: 'invalid-input',
    })
  })

  it('that is larger than is accepted, as soon as that shows', async () => {
    const document = await refused(413, form(['file', uniqueFile(3_000_001)]))
    expect(document).toMatchObject({ code: 'too-large' })
    expect(document.detail).toContain('3000000')
  })

  it('that says itself that it is too large, before it is sent', async () => {
    const answer = await answerToHeaders(server.address, 100_000_000)
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    expect(answer).toContain('"code":"too-large"')
  })

  it('that is no form', async () => {
    const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }
    expect(await refused(415, json)).toMatchObject({ code: 'unsupported-type' })
    const broken = {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nabc',
    }
    expect(await refused(400, broken)).toMatchObject({ code: 'invalid-request' })
  })

  it('that is cut off in the middle', async () => {
    const before = await storedFiles()
    const { total } = await server.askFor(videoList, 200, '/videos')
    await sendHalf(server.address, before.length)
    await expect.poll(storedFiles, { timeout: 20_000 }).toEqual(before)
    expect((await server.askFor(videoList, 200, '/videos')).total).toBe(total)
  })
})

/** What comes back when only the length of an upload is told. */
function answerToHeaders(address: string, sizeBytes: number): Promise<string> {
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /videos/upload HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: ${sizeBytes}\r\n\r\n`,
  )
  return new Promise((resolve) => {
    socket.once('data', (bytes) => {
      socket.destroy()
      resolve(bytes.toString())
    })
  })
}

/** Sends the beginning of an upload, and goes away once the server has begun to store it. */
async function sendHalf(address: string, filesBefore: number): Promise<void> {
  const { hostname, port, host } = new URL(address)
  const socket = connect(Number(port), hostname)
  const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\n'
  socket.write(
    `POST /videos/upload HTTP/1.1\r\nHost: ${host}\r\nContent-Type: multipart/form-data; boundary=x\r\nContent-Length: 2000000\r\n\r\n${head}`,
  )
  socket.write(Buffer.alloc(500_000, 'half'))
  while ((await storedFiles()).length === filesBefore) await sleep(20)
  socket.destroy()
}
