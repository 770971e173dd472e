import { Readable } from 'node:stream'
import { CuepointError } from '../../domain/errors.ts'
import type { Database } from '../../ports/database.ts'
import type { UploadStore } from '../../ports/upload-store.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { BucketUploads, offsetOf } from './bucket-uploads.ts'
import { sweepBucket } from './sweep-bucket.ts'
import { deleteObjects, joinParts, uploadKey } from './upload-objects.ts'
import { findIdle, readParts, setJoined, setOutcome } from './upload-rows.ts'

/**
 * Uploads straight into a bucket, for any number of processes on one database. The bucket is disposed with it.
 *
 * Not `@tus/s3-store`: it sends parts side by side and takes the sum of what arrived for the offset, so that a part that
 * failed before one that did not leaves a gap; it answers 404 when the storage is down, after which clients begin anew;
 * and what one slow client has begun holds its places for parts back from all others.
 */
export function createS3Uploads(bucket: S3Bucket, database: Database): UploadStore {
  const uploads = new BucketUploads(bucket, database)
  return {
    dataStore: uploads,
    outcomeOf: async (id) => (await uploads.find(id)).outcome,
    async takeWhole(id) {
      const row = await uploads.find(id)
      const { metadata, videoId, sizeBytes } = row
      if (sizeBytes === 0) return { metadata, place: { kind: 'nothing' } }
      if (!row.isJoined) {
        // Where the length was told after the last byte, the end is no part yet.
        if (row.tailBytes > 0) await uploads.write(Readable.from([]), id, offsetOf(row))
        if (!(await joinParts(bucket, row, await readParts(database, id)))) throw lost()
        await setJoined(database, id)
      }
      return { metadata, place: { kind: 'object', key: uploadKey(id), videoId } }
    },
    async finish(id, outcome) {
      await setOutcome(database, id, outcome)
      await deleteObjects(bucket, id)
    },
    forget: (id) => uploads.forget(id),
    async sweep(idleMs) {
      for (const id of await findIdle(database, idleMs)) await uploads.forget(id)
      await sweepBucket(bucket, database, idleMs)
    },
    explain: (error) => error,
    [Symbol.asyncDispose]() {
      bucket[Symbol.dispose]()
      return Promise.resolve()
    },
  }
}

function lost(): CuepointError {
  return new CuepointError('upload-gone', 'Bytes of this upload were lost in the storage.', {
    remedy: 'Send the file again.',
  })
}
