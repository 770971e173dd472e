import { CreateMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer, text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'
import { sweepUnfinished } from '../../src/adapters/object-storage/s3-sweep.ts'
import { openS3Bucket } from '../../src/adapters/s3/bucket.ts'
import {
  s3ServerNote,
  s3StorageOn,
  startVersitygw,
  whyNoS3Server,
  type S3Server,
} from '../support/s3-server.ts'
import { startCuttableLine, toxiproxyNote, whyNoToxiproxy } from '../support/toxiproxy.ts'

const mebibyte = 1024 ** 2

let folder: string
let server: S3Server

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')
const inPieces = (bytes: Buffer) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / 100_000) }, (_, n) =>
      bytes.subarray(n * 100_000, (n + 1) * 100_000),
    ),
  )
const unfinishedIn = async (bucket: string) => {
  const { Uploads } = await server.client.send(new ListMultipartUploadsCommand({ Bucket: bucket }))
  return Uploads ?? []
}

describe.skipIf(whyNoS3Server('versitygw'))(`S3${s3ServerNote('versitygw')}`, () => {
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-s3-faults-'))
    server = await startVersitygw()
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  const configure = () => s3StorageOn(server, join(folder, 'cache'))

  it.each([
    [
      'a wrong secret',
      { credentials: { accessKeyId: 'cuepoint', secretAccessKey: 'another' } },
      { code: 'storage-credentials', message: /secret access key does not belong/ },
    ],
    [
      'an unknown key',
      { credentials: { accessKeyId: 'nobody', secretAccessKey: 'secret-of-the-test' } },
      { code: 'storage-credentials', message: /access key is not known/ },
    ],
    ['a missing bucket', { bucket: 'absent' }, { code: 'storage-no-bucket', message: /absent/ }],
    ['a wrong region', { region: 'eu-north-1' }, { code: 'storage-region', message: /eu-north-1/ }],
    [
      'nobody at the address',
      { endpoint: 'http://127.0.0.1:9' },
      { code: 'storage-unreachable', message: /127\.0\.0\.1:9/ },
    ],
  ])('says what is wrong with %s', async (_, wrong, { code, message }) => {
    await using storage = createS3Storage({ ...(await configure()), ...wrong })
    const told = await storage.check().catch((error: unknown) => error)
    expect(told).toMatchObject({ code, retryable: 'when-available' })
    expect(told).toHaveProperty('message', expect.stringMatching(message))
    expect(told).toHaveProperty('remedy', expect.stringMatching(/AWS_|BUCKET/))
  })

  it('tells a missing bucket from a missing object when a file is needed', async () => {
    await using storage = createS3Storage({ ...(await configure()), bucket: 'absent' })
    await expect(storage.withFile('a', () => Promise.resolve())).rejects.toMatchObject({
      code: 'storage-no-bucket',
    })
  })

  it('keeps large objects bit for bit, and leaves no unfinished upload', async () => {
    const config = await configure()
    await using storage = createS3Storage(config)
    const bytes = randomBytes(40 * mebibyte + 5)
    expect(await storage.write('videos/1/a.mp4', inPieces(bytes))).toEqual({
      sizeBytes: bytes.length,
    })
    expect(sha256(await buffer(await storage.read('videos/1/a.mp4')))).toBe(sha256(bytes))
    const range = { start: 16 * mebibyte - 3, end: 16 * mebibyte + 3 }
    expect(await buffer(await storage.read('videos/1/a.mp4', range))).toEqual(
      bytes.subarray(range.start, range.end + 1),
    )
    const local = await storage.withFile('videos/1/a.mp4', (path) => readFile(path))
    expect(sha256(local)).toBe(sha256(bytes))
    expect(await unfinishedIn(config.bucket)).toEqual([])
  })

  it('leaves no unfinished upload when it is aborted after several parts', async () => {
    const config = await configure()
    await using storage = createS3Storage(config)
    const controller = new AbortController()
    const reason = new Error('enough')
    const content = Readable.from(
      (function* () {
        for (let n = 0; n < 60; n++) {
          if (n === 50) controller.abort(reason)
          yield Buffer.alloc(mebibyte)
        }
      })(),
    )
    await expect(storage.write('videos/1/a', content, controller.signal)).rejects.toBe(reason)
    expect(await storage.stat('videos/1/a')).toBeNull()
    expect(await unfinishedIn(config.bucket)).toEqual([])
  })

  it('refuses signed URLs that were changed, and those of more than an hour ago', async () => {
    await using storage = createS3Storage(await configure())
    await storage.write('a', Readable.from(['mine']))
    await storage.write('b', Readable.from(['not shown']))
    const url = new URL((await storage.signedUrl('a', { type: 'video/mp4' })) ?? '')
    expect(url.searchParams.get('X-Amz-Expires')).toBe('3600')
    const other = new URL(url)
    other.pathname = other.pathname.replace(/a$/, 'b')
    const typed = new URL(url)
    typed.searchParams.set('response-content-type', 'text/html')
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - 3_700_000 })
    const old = await storage
      .signedUrl('a', { type: 'video/mp4' })
      .finally(() => vi.useRealTimers())
    expect((await fetch(url)).status).toBe(200)
    for (const refused of [other, typed, old ?? '']) expect((await fetch(refused)).status).toBe(403)
  })

  it('signs for the address that browsers use', async () => {
    const publicEndpoint = 'https://media.example.org'
    await using storage = createS3Storage({ ...(await configure()), publicEndpoint })
    const url = new URL((await storage.signedUrl('a', { type: 'video/mp4' })) ?? '')
    expect(url.origin).toBe(publicEndpoint)
  })

  it('sweeps unfinished uploads that nobody goes on with, and no others', async () => {
    const config = await configure()
    using bucket = openS3Bucket(config)
    const begin = async (key: string) => {
      await server.client.send(
        new CreateMultipartUploadCommand({ Bucket: config.bucket, Key: key }),
      )
    }
    for (const key of ['videos/1/a', 'videos/2/b', 'uploads/c', 'of-others/d']) await begin(key)
    const { signal } = new AbortController()
    expect(await sweepUnfinished(bucket, signal)).toBe(0)
    expect(await sweepUnfinished(bucket, signal, -60_000)).toBe(2)
    expect((await unfinishedIn(config.bucket)).map(({ Key }) => Key)).toEqual([
      'of-others/d',
      'uploads/c',
    ])
  })

  it('sweeps nothing because the clock of this machine is wrong', async () => {
    const config = await configure()
    using bucket = openS3Bucket(config)
    await server.client.send(
      new CreateMultipartUploadCommand({ Bucket: config.bucket, Key: 'videos/1/a' }),
    )
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3 * 24 * 3_600_000 })
    const swept = await sweepUnfinished(bucket, new AbortController().signal).finally(() =>
      vi.useRealTimers(),
    )
    expect(swept).toBe(0)
    expect(await unfinishedIn(config.bucket)).toHaveLength(1)
  })

  describe.skipIf(whyNoToxiproxy())(`over a bad line${toxiproxyNote()}`, () => {
    it('leaves nothing of an upload that is cut, and the next try succeeds', async () => {
      await using line = await startCuttableLine(server.port)
      const config = await configure()
      const endpoint = `http://127.0.0.1:${line.port}`
      await using storage = createS3Storage({ ...config, endpoint })
      const bytes = randomBytes(40 * mebibyte)
      await line.cutAfter(10 * mebibyte)
      await expect(storage.write('videos/1/a.mp4', inPieces(bytes))).rejects.toMatchObject({
        code: 'storage-unreachable',
        retryable: 'when-available',
      })
      await line.mend()
      expect(await storage.stat('videos/1/a.mp4')).toBeNull()
      expect(await unfinishedIn(config.bucket)).toEqual([])
      await storage.write('videos/1/a.mp4', inPieces(bytes))
      expect(sha256(await buffer(await storage.read('videos/1/a.mp4')))).toBe(sha256(bytes))
    })

    it('leaves to the sweep what it could not remove', async () => {
      await using line = await startCuttableLine(server.port)
      const config = await configure()
      const endpoint = `http://127.0.0.1:${line.port}`
      await using storage = createS3Storage({ ...config, endpoint })
      const content = Readable.from(
        (async function* () {
          for (let n = 0; n < 40; n++) {
            if (n === 36) await line.cut()
            yield Buffer.alloc(mebibyte)
          }
        })(),
      )
      await expect(storage.write('videos/1/a.mp4', content)).rejects.toMatchObject({
        code: 'storage-unreachable',
      })
      await line.mend()
      expect(await storage.stat('videos/1/a.mp4')).toBeNull()
      using bucket = openS3Bucket(config)
      await sweepUnfinished(bucket, new AbortController().signal, -60_000)
      expect(await unfinishedIn(config.bucket)).toEqual([])
    })

    it('goes on with a download where the line broke', async () => {
      await using line = await startCuttableLine(server.port)
      const endpoint = `http://127.0.0.1:${line.port}`
      await using storage = createS3Storage({ ...(await configure()), endpoint })
      const bytes = randomBytes(8 * mebibyte)
      await storage.write('a', Readable.from([bytes]))
      await line.cutAnswersAfter(3 * mebibyte)
      const local = await storage.withFile('a', (path) => readFile(path))
      expect(sha256(local)).toBe(sha256(bytes))
    })

    it('breaks a read off with an error when the line breaks', async () => {
      await using line = await startCuttableLine(server.port)
      const endpoint = `http://127.0.0.1:${line.port}`
      await using storage = createS3Storage({ ...(await configure()), endpoint })
      await storage.write('a', Readable.from([randomBytes(8 * mebibyte)]))
      await line.cutAnswersAfter(3 * mebibyte)
      await expect(buffer(await storage.read('a'))).rejects.toMatchObject({
        code: 'storage-unreachable',
      })
    })

    it('gives up a server that says nothing', async () => {
      await using line = await startCuttableLine(server.port)
      const endpoint = `http://127.0.0.1:${line.port}`
      const config = { ...(await configure()), endpoint, silenceMs: 300 }
      await using storage = createS3Storage(config)
      await line.silence()
      await expect(storage.stat('a')).rejects.toMatchObject({ code: 'storage-unreachable' })
      await expect(storage.check(AbortSignal.timeout(200))).rejects.toMatchObject({
        code: 'storage-unreachable',
      })
      await line.mend()
      await storage.write('a', Readable.from(['again']))
      expect(await text(await storage.read('a'))).toBe('again')
    })
  })
})
