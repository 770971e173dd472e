import { once } from 'node:events'
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises'
import { createServer, request, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { problem } from '../../src/http/schemas/common.ts'
import { pullAnswer } from '../../src/http/schemas/system.ts'
import { accepted, videoList } from '../../src/http/schemas/video.ts'
import { asJson, startTestServer, type TestServer } from '../support/test-server.ts'

const head = '--x\r\nContent-Disposition: form-data; name="file"; filename="talk.mp4"\r\n\r\n'

/** An upload of which the first half is sent, and that the test goes on with when it likes. */
function beginUpload(server: TestServer) {
  const { promise: answered, resolve, reject } = Promise.withResolvers<string>()
  const upload = request(
    new URL('/videos/upload', server.address),
    { method: 'POST', headers: { 'content-type': 'multipart/form-data; boundary=x' } },
    (response) => {
      let text = ''
      response.on('data', (piece: Buffer) => (text += piece.toString()))
      response.on('end', () => resolve(text))
    },
  )
  upload.on('error', reject)
  upload.write(head)
  upload.write(Buffer.alloc(100_000, 'first half'))
  const finish = (): void => {
    upload.write(Buffer.alloc(100_000, 'second half'))
    upload.end('\r\n--x--\r\n')
  }
  return { answered, finish }
}

async function arriving(server: TestServer): Promise<string[]> {
  const files = join(server.dataDirectory, 'files')
  const entries = await readdir(files, { recursive: true, withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isFile()).map(({ name }) => name)
}

/** A hub for models that never answers. */
async function openSilentHub() {
  const { promise: asked, resolve } = Promise.withResolvers<ServerResponse>()
  const hub = createServer((_request, response) => resolve(response))
  await once(hub.listen(0, '127.0.0.1'), 'listening')
  const bound = hub.address()
  return {
    address: `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`,
    asked,
    async [Symbol.asyncDispose]() {
      hub.closeAllConnections()
      await new Promise((done) => hub.close(done))
    },
  }
}

describe('a server that is stopped', () => {
  it('finishes the upload that runs, and takes nothing new', async () => {
    await using server = await startTestServer()
    const upload = beginUpload(server)
    await expect.poll(() => arriving(server)).toHaveLength(1)
    const stopped = server.stop()
    await expect
      .poll(() =>
        fetch(new URL('/health', server.address)).then(
          ({ status }) => status,
          () => 0,
        ),
      )
      .not.toBe(200)
    upload.finish()
    const answer = accepted.parse(JSON.parse(await upload.answered))
    await stopped
    await using again = await startTestServer({ reopen: server })
    const { videos } = await again.askFor(videoList, 200, '/videos')
    expect(videos).toMatchObject([{ id: answer.id, size_bytes: 200_000 }])
  })

  it('cuts off an upload that does not end, and leaves nothing of it', async () => {
    await using server = await startTestServer()
    const upload = beginUpload(server)
    await expect.poll(() => arriving(server)).toHaveLength(1)
    const cut = expect(upload.answered).rejects.toThrow()
    await server.stop()
    await cut
    expect(await arriving(server)).toEqual([])
    await using again = await startTestServer({ reopen: server })
    expect((await again.askFor(videoList, 200, '/videos')).total).toBe(0)
  })

  it('stops the download of a model', async () => {
    await using hub = await openSilentHub()
    const env = { HF_ENDPOINT: hub.address, HF_HUB_OFFLINE: '0' }
    await using server = await startTestServer({ env })
    await server.askFor(pullAnswer, 202, '/models/silero-vad/pull', { method: 'POST' })
    const answer = await hub.asked
    await server.stop()
    await expect.poll(() => answer.closed, { timeout: 5000 }).toBe(true)
  })

  it('stops the download of a model that work waits for', async () => {
    await using hub = await openSilentHub()
    const env = { HF_ENDPOINT: hub.address, HF_HUB_OFFLINE: '0', CUEPOINT_EMBEDDER: 'local' }
    await using server = await startTestServer({ env, worker: true })
    const transcript = { segments: [{ start: 0, end: 2, text: 'hello world' }] }
    await server.askFor(accepted, 202, '/videos', asJson({ title: 'Talk', transcript }))
    const answer = await hub.asked
    await server.stop()
    await expect.poll(() => answer.closed, { timeout: 5000 }).toBe(true)
  })

  it('can be stopped twice', async () => {
    await using server = await startTestServer()
    await Promise.all([server.stop(), server.stop()])
  })
})

it('a server that starts after one was killed removes what that was receiving', async () => {
  await using killed = await startTestServer()
  await killed.stop()
  const incoming = join(killed.dataDirectory, 'files/.incoming')
  await mkdir(incoming, { recursive: true })
  await writeFile(join(incoming, 'half'), 'half of a video')
  await using again = await startTestServer({ reopen: killed })
  await expect.poll(() => arriving(again)).toEqual([])
})

it('a server whose database is gone is not ready', async () => {
  await using server = await startTestServer()
  await rm(join(server.dataDirectory, 'database/cluster/pg_wal'), { recursive: true })
  const { database } = server.app
  const fatal = 'create table doomed (n int); select pg_switch_wal(); checkpoint'
  await expect(database.execute(fatal)).rejects.toThrow()
  expect(await server.askFor(problem, 503, '/ready')).toMatchObject({ code: 'not-ready' })
  expect((await server.ask('/health')).status).toBe(200)
})
