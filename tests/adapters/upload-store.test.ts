import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { describe } from 'vitest'
import { createS3Storage } from '../../src/adapters/object-storage/s3.ts'
import { openS3Bucket } from '../../src/adapters/s3/bucket.ts'
import { createDiskUploads } from '../../src/adapters/upload-store/disk.ts'
import { createS3Uploads } from '../../src/adapters/upload-store/s3.ts'
import { migrate } from '../../src/library/migrate.ts'
import { uploadStoreContract, type UploadsUnderTest } from '../contracts/upload-store.ts'
import { bucketContent } from '../support/bucket-content.ts'
import { testDatabases, type TestDatabase } from '../support/databases.ts'
import { s3ServerNote, s3StorageOn, startVersitygw, whyNoS3Server } from '../support/s3-server.ts'

uploadStoreContract('a folder', async (): Promise<UploadsUnderTest> => {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-uploads-'))
  return {
    open: () => createDiskUploads(folder),
    read: async (place) => (place.kind === 'file' ? readFile(place.path) : Buffer.alloc(0)),
    take: async (place) => {
      if (place.kind === 'file') await rm(place.path)
    },
    content: () => readdir(folder),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true }),
  }
})

for (const testDatabase of testDatabases) {
  const skip = testDatabase.skip ?? whyNoS3Server('versitygw')
  const title = `S3 and ${testDatabase.name}${s3ServerNote('versitygw')}`
  describe.skipIf(skip !== null)(title, () => {
    uploadStoreContract('a bucket', () => prepareBucket(testDatabase))
  })
}

async function prepareBucket(testDatabase: TestDatabase): Promise<UploadsUnderTest> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-uploads-'))
  opened.defer(() => rm(folder, { recursive: true }))
  const database = opened.use(await testDatabase.open())
  await migrate(database)
  const server = opened.use(await startVersitygw())
  const config = await s3StorageOn(server, folder)
  const storage = opened.use(createS3Storage(config))
  const kept = opened.move()
  return {
    open: () => Promise.resolve(createS3Uploads(openS3Bucket(config), database)),
    read: async (place) =>
      place.kind === 'object' ? buffer(await storage.read(place.key)) : Buffer.alloc(0),
    async take(place) {
      if (place.kind === 'object') await storage.delete(place.key)
    },
    async content() {
      const { objects, unfinished } = await bucketContent(server, config.bucket)
      return [...objects, ...unfinished]
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
