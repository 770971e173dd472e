import { readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { accepted, videoList } from '../../src/http/schemas/video.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'

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

  it('can be stopped twice', async () => {
    await using server = await startTestServer()
    await Promise.all([server.stop(), server.stop()])
  })
})
