import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openLocalCopies } from '../../src/adapters/object-storage/s3-local-copies.ts'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'
import { openS3Bucket } from '../../src/adapters/s3/bucket.ts'
import type { ObjectStorage } from '../../src/ports/object-storage.ts'
import {
  s3ServerNote,
  s3StorageOn,
  startVersitygw,
  whyNoS3Server,
  type S3Server,
} from '../support/s3-server.ts'
import { mountSmallDisk, smallDiskNote } from '../support/small-disk.ts'
import { until } from '../support/until.ts'

const skip = whyNoS3Server('versitygw')

describe.skipIf(skip)(`Local copies of objects in S3${s3ServerNote('versitygw')}`, () => {
  let server: S3Server
  let folder: string
  let cache: string
  let config: Awaited<ReturnType<typeof s3StorageOn>>
  let storage: ObjectStorage

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-s3-copies-'))
    server = await startVersitygw()
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })
  beforeEach(async () => {
    cache = await mkdtemp(join(folder, 'cache-'))
    config = await s3StorageOn(server, cache)
    storage = createS3Storage(config)
  })
  afterEach(() => storage[Symbol.asyncDispose]())

  const put = (key: string, content: string) => storage.write(key, Readable.from([content]))
  const pathOf = (key: string) => storage.withFile(key, (path) => Promise.resolve(path))
  const files = async () =>
    (await readdir(cache, { recursive: true, withFileTypes: true })).filter((one) => one.isFile())

  it('are shared by all who need the same bytes at once or soon after', async () => {
    await put('a.mp4', 'content')
    const paths = await Promise.all(Array.from({ length: 10 }, () => pathOf('a.mp4')))
    paths.push(await pathOf('a.mp4'))
    expect(new Set(paths).size).toBe(1)
    expect(paths[0]).toMatch(/\.mp4$/)
    expect(await files()).toHaveLength(1)
  })

  it('are kept for a while after their last use, and no longer', async () => {
    using bucket = openS3Bucket(config)
    await using copies = openLocalCopies(bucket, cache, { ms: 300, bytes: 1000 })
    await put('a', 'content')
    const path = await copies.withFile('a', (its) => Promise.resolve(its))
    expect(await copies.withFile('a', (its) => Promise.resolve(its))).toBe(path)
    expect(existsSync(path)).toBe(true)
    await until(() => !existsSync(path))
    expect(await copies.withFile('a', (its) => readFile(its, 'utf8'))).toBe('content')
  })

  it('are kept up to a number of bytes, those that were used last', async () => {
    using bucket = openS3Bucket(config)
    await using copies = openLocalCopies(bucket, cache, { ms: 60_000, bytes: 25 })
    const paths: string[] = []
    for (const key of ['a', 'b', 'c']) {
      await put(key, '10 letters')
      paths.push(await copies.withFile(key, (its) => Promise.resolve(its)))
    }
    expect(paths.map((path) => existsSync(path))).toEqual([false, true, true])
    // One that is in use stays however many there are.
    await copies.withFile('b', async (inUse) => {
      for (const key of ['d', 'e']) {
        await put(key, '10 letters')
        await copies.withFile(key, () => Promise.resolve())
      }
      expect(existsSync(inUse)).toBe(true)
    })
  })

  it('are of the object as it is now', async () => {
    await put('a', 'first')
    const first = await pathOf('a')
    await put('a', 'second')
    expect(await storage.withFile('a', (path) => readFile(path, 'utf8'))).toBe('second')
    expect(await pathOf('a')).not.toBe(first)
    await storage.delete('a')
    await expect(pathOf('a')).rejects.toMatchObject({ code: 'not-found' })
  })

  it('go with the storage', async () => {
    await put('a', 'content')
    await pathOf('a')
    expect(await files()).toHaveLength(1)
    await storage[Symbol.asyncDispose]()
    expect(await readdir(cache)).toEqual([])
  })

  it('go on for the others when one who waits is gone, and end with the last', async () => {
    await put('a', 'x'.repeat(5_000_000))
    const controller = new AbortController()
    const reason = new Error('the person went away')
    const left = storage.withFile('a', () => Promise.resolve(), controller.signal)
    const stayed = storage.withFile('a', (path) => readFile(path))
    controller.abort(reason)
    await expect(left).rejects.toBe(reason)
    expect((await stayed).length).toBe(5_000_000)
    await put('b', 'x'.repeat(5_000_000))
    const alone = new AbortController()
    const leaving = storage.withFile('b', () => Promise.resolve(), alone.signal)
    while ((await files()).length < 2) await sleep(1)
    alone.abort(reason)
    await Promise.allSettled([leaving])
    for (const { name, parentPath } of await files())
      expect((await readFile(join(parentPath, name))).length).toBe(5_000_000)
  })

  it('of dead processes are removed, those of living ones are not', async () => {
    await using other = createS3Storage(config)
    await put('a', 'content')
    await other.withFile('a', async (path) => {
      await mkdir(join(cache, 's3-of-a-dead-process'))
      await writeFile(join(cache, 's3-of-a-dead-process', 'video.mp4'), 'left')
      await writeFile(join(cache, 'of-somebody-else'), 'kept')
      await pathOf('a')
      expect(await readFile(path, 'utf8')).toBe('content')
    })
    const names = await readdir(cache)
    expect(names).not.toContain('s3-of-a-dead-process')
    expect(names).toContain('of-somebody-else')
    expect(await files()).toHaveLength(3)
  })

  it('wait for room', async ({ skip }) => {
    await using disk = await mountSmallDisk(1024)
    if (!disk) return skip(smallDiskNote)
    const cacheDirectory = join(disk.path, 'cache')
    await using small = createS3Storage({ ...config, cacheDirectory })
    await put('a', 'x'.repeat(5_000_000))
    await expect(small.withFile('a', () => Promise.resolve())).rejects.toMatchObject({
      code: 'disk-full',
      retryable: 'when-available',
      message: expect.stringContaining(cacheDirectory) as unknown,
    })
  })
})
