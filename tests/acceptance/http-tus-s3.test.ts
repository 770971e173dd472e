import { CreateMultipartUploadCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { Upload } from '@tus/server'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createUploadStore } from '../../src/app/create-upload-store.ts'
import { problem } from '../../src/http/schemas/common.ts'
import { video } from '../../src/http/schemas/video.ts'
import { noteStrayFolder, sweepStrayFolders, videoFolder } from '../../src/library/stray-folders.ts'
import type { UploadStore } from '../../src/ports/upload-store.ts'
import { bucketContent } from '../support/bucket-content.ts'
import { s3ServerNote, startVersitygw, whyNoS3Server, type S3Server } from '../support/s3-server.ts'
import { startTestServer, type TestServer } from '../support/test-server.ts'
import { startCuttableLine, whyNoToxiproxy, type CuttableLine } from '../support/toxiproxy.ts'
import { tusUpload } from '../support/tus-upload.ts'

const skip = whyNoS3Server('versitygw') ?? whyNoToxiproxy()
const mebibyte = 1024 ** 2
const dayMs = 24 * 3600 * 1000
const tus = { 'tus-resumable': '1.0.0' }

describe.skipIf(skip)(`resumable uploads into S3${s3ServerNote('versitygw')}`, () => {
  let opened: AsyncDisposableStack
  let s3: S3Server
  let bucket: string
  let line: CuttableLine
  let server: TestServer
  let store: UploadStore

  beforeAll(async () => {
    opened = new AsyncDisposableStack()
    s3 = opened.use(await startVersitygw())
    // The SDK looks for keys by itself.
    for (const [name, value] of Object.entries(s3.env)) vi.stubEnv(name, value)
    opened.defer(() => void vi.unstubAllEnvs())
    bucket = await s3.createBucket()
    line = opened.use(await startCuttableLine(s3.port))
    server = opened.use(
      await startTestServer({
        env: {
          ...s3.env,
          CUEPOINT_STORAGE: 's3',
          CUEPOINT_S3_BUCKET: bucket,
          CUEPOINT_S3_PREFIX: 'library',
          CUEPOINT_S3_PUBLIC_ENDPOINT: s3.endpoint,
          CUEPOINT_MAX_UPLOAD_BYTES: String(40 * mebibyte),
          AWS_ENDPOINT_URL_S3: `http://127.0.0.1:${line.port}`,
        },
      }),
    )
    // As another process has it.
    store = opened.use(await createUploadStore(server.app))
  })
  afterAll(() => opened.disposeAsync())

  const leftovers = () => bucketContent(s3, bucket, 'library/uploads/')
  const nothing = { objects: [], unfinished: [] }

  async function create(sizeBytes: number | null): Promise<string> {
    const length = sizeBytes === null ? { 'upload-defer-length': '1' } : {}
    const response = await server.ask('/uploads', {
      method: 'POST',
      headers: {
        ...tus,
        ...length,
        ...(sizeBytes !== null && { 'upload-length': String(sizeBytes) }),
        'upload-metadata': `filename ${Buffer.from('talk.mp4').toString('base64')}`,
      },
    })
    expect(response.status).toBe(201)
    return response.headers.get('location') ?? ''
  }

  function send(path: string, offset: number, body: Uint8Array, more: Record<string, string> = {}) {
    const type = { 'content-type': 'application/offset+octet-stream' }
    const headers = { ...tus, ...type, ...more, 'upload-offset': String(offset) }
    return server.ask(path, { method: 'PATCH', headers, body: Buffer.from(body) })
  }

  const head = (path: string) => server.ask(path, { method: 'HEAD', headers: tus })

  async function original(id: string): Promise<Buffer> {
    const response = await server.ask(`/videos/${id}/media?download`)
    return Buffer.from(await response.arrayBuffer())
  }

  /** All bytes have arrived, and nobody has been told. */
  async function arrived(bytes: Buffer): Promise<{ id: string; path: string }> {
    const id = randomBytes(16).toString('hex')
    const metadata = { filename: 'talk.mp4' }
    const upload = new Upload({ id, size: bytes.length, offset: 0, metadata })
    await store.dataStore.create(upload)
    await store.dataStore.write(Readable.from([bytes]), id, 0)
    return { id, path: `/uploads/${id}` }
  }

  it('become videos by requests of any size, with the same bytes, and nothing else stays', async () => {
    const bytes = randomBytes(21 * mebibyte + 7)
    const { videoId, begun } = await tusUpload(server.address, bytes, {
      fileName: 'Café.mp4',
      chunkBytes: 3 * mebibyte,
    })
    expect(begun).toBe(1)
    expect(await server.askFor(video, 200, `/videos/${videoId}`)).toMatchObject({
      file_name: 'Café.mp4',
      size_bytes: bytes.length,
    })
    expect((await original(videoId)).equals(bytes)).toBe(true)
    expect(await leftovers()).toEqual(nothing)
    expect((await bucketContent(s3, bucket)).objects).toEqual([
      `library/videos/${videoId}/original.mp4`,
    ])
  })

  it('are the video that is there when the same bytes come again', async () => {
    const bytes = randomBytes(1000)
    const first = await send(await create(1000), 0, bytes)
    const second = await send(await create(1000), 0, bytes)
    const id = first.headers.get('cuepoint-video-id')
    expect(second.headers.get('cuepoint-video-id')).toBe(id)
    expect(second.headers.get('cuepoint-existing')).toBe('true')
    expect(await leftovers()).toEqual(nothing)
  })

  it('tell their video again to a client that missed the end', async () => {
    const path = await create(1000)
    const id = (await send(path, 0, randomBytes(1000))).headers.get('cuepoint-video-id')
    const again = await head(path)
    expect(again.headers.get('upload-offset')).toBe('1000')
    expect(again.headers.get('cuepoint-video-id')).toBe(id)
    const empty = await send(path, 1000, new Uint8Array())
    expect(empty.headers.get('cuepoint-video-id')).toBe(id)
  })

  it('can tell their length with the last bytes, or after them', async () => {
    const bytes = randomBytes(9 * mebibyte)
    const path = await create(null)
    expect((await send(path, 0, bytes)).status).toBe(204)
    const length = { 'upload-length': String(bytes.length) }
    const last = await send(path, bytes.length, new Uint8Array(), length)
    const id = last.headers.get('cuepoint-video-id') ?? ''
    expect((await original(id)).equals(bytes)).toBe(true)
  })

  it('are refused when they go on at another byte, are too large, empty or unknown', async () => {
    const path = await create(1000)
    expect((await send(path, 5, randomBytes(10))).status).toBe(409)
    expect((await send(path, 0, randomBytes(1001))).status).toBe(413)
    const tooLarge = { ...tus, 'upload-length': String(41 * mebibyte) }
    const options = { method: 'POST', headers: tooLarge }
    expect((await server.ask('/uploads', options)).status).toBe(413)
    const empty = await server.ask('/uploads', {
      method: 'POST',
      headers: { ...tus, 'upload-length': '0' },
    })
    expect(problem.parse(await empty.json()).code).toBe('empty-file')
    expect((await head(`/uploads/${'0'.repeat(32)}`)).status).toBe(404)
    await server.ask(path, { method: 'DELETE', headers: tus })
    expect(await leftovers()).toEqual(nothing)
  })

  it('can be given up, parts and all', async () => {
    const path = await create(20 * mebibyte)
    await send(path, 0, randomBytes(12 * mebibyte))
    const id = path.split('/').at(-1) ?? ''
    expect(await leftovers()).toEqual({
      objects: [`library/uploads/${id}.part`],
      unfinished: [`library/uploads/${id}`],
    })
    expect((await server.ask(path, { method: 'DELETE', headers: tus })).status).toBe(204)
    expect((await head(path)).status).toBe(404)
    expect(await leftovers()).toEqual(nothing)
  })

  it('are forgotten when nobody goes on with them for a day, and so is what belongs to none', async () => {
    const abandoned = await create(20 * mebibyte)
    await send(abandoned, 0, randomBytes(12 * mebibyte))
    const current = await create(20 * mebibyte)
    await send(current, 0, randomBytes(2000))
    await server.app.database.query(
      `update uploads set touched_at = now() - interval '25 hours' where id = $1`,
      [abandoned.split('/').at(-1)],
    )
    await store.sweep(dayMs)
    expect((await head(abandoned)).status).toBe(404)
    expect((await head(current)).headers.get('upload-offset')).toBe('2000')
    const object = { Bucket: bucket, Key: 'library/uploads/of-a-process-that-died' }
    await s3.client.send(new CreateMultipartUploadCommand(object))
    await s3.client.send(new PutObjectCommand({ ...object, Key: `${object.Key}.part`, Body: 'x' }))
    await store.sweep(dayMs)
    await using elsewhere = await createUploadStore(server.app)
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * dayMs })
    await elsewhere.sweep(dayMs).finally(() => vi.useRealTimers())
    expect(await leftovers()).toMatchObject({
      objects: expect.arrayContaining([`${object.Key}.part`]) as string[],
      unfinished: expect.arrayContaining([object.Key]) as string[],
    })
    await store.sweep(-dayMs)
    expect(await leftovers()).toEqual(nothing)
  })

  it('end when they are asked about after their process died with the last byte', async () => {
    const bytes = randomBytes(9 * mebibyte)
    const { path } = await arrived(bytes)
    const id = (await head(path)).headers.get('cuepoint-video-id') ?? ''
    expect((await original(id)).equals(bytes)).toBe(true)
    expect(await leftovers()).toEqual(nothing)
  })

  it('end as one video after their process died between the move and the video', async () => {
    const bytes = randomBytes(9 * mebibyte)
    const { id, path } = await arrived(bytes)
    const { place } = await store.takeWhole(id)
    if (place.kind !== 'object') throw new Error(`Expected an object, found ${place.kind}`)
    const folder = videoFolder(place.videoId)
    await noteStrayFolder(server.app.database, folder)
    await server.app.storage.move(place.key, `${folder}/original.mp4`)
    // As at the next start.
    await sweepStrayFolders(0, server.app)
    const answers = await Promise.all([head(path), head(path)])
    for (const answer of answers)
      expect(answer.headers.get('cuepoint-video-id')).toBe(place.videoId)
    expect((await original(place.videoId)).equals(bytes)).toBe(true)
  })

  it('have to begin anew when the storage has lost their bytes', async () => {
    const { id, path } = await arrived(randomBytes(1000))
    await server.app.database.query(
      `update upload_parts set etag = '"00000000000000000000000000000000"' where upload_id = $1`,
      [id],
    )
    expect((await head(path)).status).toBe(410)
    expect((await head(path)).status).toBe(404)
    expect(await leftovers()).toEqual(nothing)
  })

  describe('while the storage is away', () => {
    it('are refused for the moment, and nothing that has arrived is lost', async () => {
      const bytes = randomBytes(30 * mebibyte)
      const path = await create(bytes.length)
      await send(path, 0, bytes.subarray(0, 10 * mebibyte))
      await line.cut()
      const refused = await send(path, 10 * mebibyte, bytes.subarray(10 * mebibyte))
      expect(refused.status).toBe(503)
      expect(refused.headers.get('retry-after')).toBe('5')
      expect(problem.parse(await refused.json())).toMatchObject({ code: 'storage-unreachable' })
      expect((await head(path)).headers.get('upload-offset')).toBe(String(10 * mebibyte))
      await line.mend()
      const last = await send(path, 10 * mebibyte, bytes.subarray(10 * mebibyte))
      const id = last.headers.get('cuepoint-video-id') ?? ''
      expect((await original(id)).equals(bytes)).toBe(true)
    })

    it('wait with their end, so that clients do not begin anew', async () => {
      const { path } = await arrived(randomBytes(1000))
      await line.cut()
      expect((await head(path)).status).toBe(423)
      await line.mend()
      expect((await head(path)).headers.get('cuepoint-video-id')).not.toBeNull()
    })

    it('go on by themselves when it is back', async () => {
      const bytes = randomBytes(30 * mebibyte)
      const failed: number[] = []
      let isCut = false
      const { videoId, begun } = await tusUpload(server.address, bytes, {
        fileName: 'talk.mp4',
        onProgress(sentBytes) {
          if (isCut || sentBytes < 14 * mebibyte) return
          isCut = true
          void line.cut()
        },
        onFailed(status) {
          failed.push(status)
          if (failed.length === 2) void line.mend()
        },
      })
      expect(failed.length).toBeGreaterThanOrEqual(2)
      expect(begun).toBe(1)
      expect((await original(videoId)).equals(bytes)).toBe(true)
      expect(await leftovers()).toEqual(nothing)
    })
  })
})
