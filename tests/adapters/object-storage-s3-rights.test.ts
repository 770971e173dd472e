import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openS3Bucket } from '../../src/adapters/s3/bucket.ts'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'
import { sweepUnfinished } from '../../src/adapters/object-storage/s3-sweep.ts'
import {
  createUser,
  s3ServerNote,
  s3StorageOn,
  startVersitygw,
  whyNoS3Server,
  type S3Server,
} from '../support/s3-server.ts'

const page = join(import.meta.dirname, '../../docs/s3.md')
const policy = z.object({
  Version: z.string(),
  Statement: z.array(
    z.object({ Effect: z.string(), Action: z.array(z.string()), Resource: z.string() }),
  ),
})

const skip = whyNoS3Server('versitygw')

describe.skipIf(skip)(`the rights that docs/s3.md lists${s3ServerNote('versitygw')}`, () => {
  let server: S3Server
  let folder: string
  let config: Awaited<ReturnType<typeof s3StorageOn>>

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-s3-rights-'))
    server = await startVersitygw()
    const credentials = await createUser(server)
    config = { ...(await s3StorageOn(server, join(folder, 'cache'))), credentials }
  })
  afterAll(async () => {
    await server[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  /** What the page lists, without one of them. */
  async function allow({ except }: { except: string | null }): Promise<void> {
    const json = /```json\n(.*?)```/s.exec(await readFile(page, 'utf8'))?.[1] ?? ''
    const { Version, Statement } = policy.parse(JSON.parse(json))
    const statements = Statement.map(({ Effect, Action, Resource }) => ({
      Effect,
      Principal: { AWS: [config.credentials.accessKeyId] },
      Action: Action.filter((one) => one !== except),
      Resource: Resource.replace('my-cuepoint', config.bucket),
    }))
    const Policy = JSON.stringify({ Version, Statement: statements })
    await server.client.send(new PutBucketPolicyCommand({ Bucket: config.bucket, Policy }))
  }

  it('are enough for everything', async () => {
    await allow({ except: null })
    await using storage = createS3Storage(config)
    await storage.check()
    const bytes = Buffer.alloc(20 * 1024 ** 2, 7)
    await storage.write('videos/1/a', Readable.from([bytes]))
    await storage.move('videos/1/a', 'videos/1/b')
    const copy = await storage.withFile('videos/1/b', (path) => readFile(path))
    expect(copy.equals(bytes)).toBe(true)
    const url = await storage.signedUrl('videos/1/b', { type: 'video/mp4' })
    expect((await fetch(url ?? '')).status).toBe(200)
    await storage.deleteFolder('videos/1')
    expect(await storage.stat('videos/1/b')).toBeNull()
    using bucket = openS3Bucket(config)
    expect(await sweepUnfinished(bucket, new AbortController().signal, -60_000)).toBe(0)
  })

  it.each([
    ['s3:ListBucket', 'list objects'],
    ['s3:PutObject', 'write objects'],
    ['s3:GetObject', 'read objects'],
    ['s3:DeleteObject', 'delete objects'],
    ['s3:AbortMultipartUpload', 'end uploads in parts'],
    ['s3:ListBucketMultipartUploads', 'list unfinished uploads'],
  ])('are missed one by one: %s', async (except, words) => {
    await allow({ except })
    await using storage = createS3Storage(config)
    await expect(storage.check()).rejects.toMatchObject({
      code: 'storage-denied',
      retryable: 'when-available',
      message: expect.stringContaining(`may not ${words}`) as unknown,
    })
  })
})
