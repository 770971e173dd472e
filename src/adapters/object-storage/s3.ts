import { GetObjectCommand } from '@aws-sdk/client-s3'
import { getSignedUrl } from '@aws-sdk/s3-request-presigner'
import pLimit from 'p-limit'
import { createReadStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { addAbortSignal, type Readable } from 'node:stream'
import type { S3StorageConfig } from '../../config/parts/storage-config.ts'
import { attachment } from '../../domain/attachment.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { openS3Bucket, type S3BucketConfig } from '../s3/bucket.ts'
import { toS3Error } from '../s3/errors.ts'
import { hasErrorCode } from './disk-errors.ts'
import { checkS3Bucket } from './s3-check.ts'
import { copyObject } from './s3-copy.ts'
import { openLocalCopies } from './s3-local-copies.ts'
import { deleteObject, findObject, headObject, listObjects, openObject } from './s3-objects.ts'
import { keepSwept } from './s3-sweep.ts'
import { uploadStream } from './s3-upload.ts'

const urlSeconds = 3600
const deletesAtOnce = 16

/**
 * Objects in a bucket of S3 or of a compatible server, which browsers read by signed URLs. Programs read local copies.
 * Unfinished uploads of dead processes are removed in the background.
 */
export function createS3Storage(
  config: S3BucketConfig & Pick<S3StorageConfig, 'cacheDirectory'>,
): ObjectStorage {
  const bucket = openS3Bucket(config)
  const copies = openLocalCopies(bucket, config.cacheDirectory)
  const sweeping = keepSwept(bucket)

  const targetOf = (key: string) => ({
    client: bucket.client,
    bucket: bucket.name,
    objectKey: bucket.objectKey(key),
  })

  async function write(key: string, content: Readable, signal?: AbortSignal, sizeBytes?: number) {
    try {
      signal?.throwIfAborted()
      const target = targetOf(key)
      if (signal) addAbortSignal(signal, content)
      const known = sizeBytes === undefined ? {} : { sizeBytes }
      return await uploadStream(target, content, { ...known, signal })
    } catch (error) {
      signal?.throwIfAborted()
      // What the content itself says is not the storage's fault.
      if (hasErrorCode(error, 'ERR_STREAM_PREMATURE_CLOSE')) throw error
      throw content.errored ?? toS3Error(error, 'write objects', bucket.place)
    } finally {
      content.destroy()
    }
  }

  return {
    write: (key, content, signal) => write(key, content, signal),
    async adopt(key, path, signal) {
      signal?.throwIfAborted()
      bucket.objectKey(key)
      const { size } = await stat(path)
      const written = await write(key, createReadStream(path), signal, size)
      await rm(path)
      return written
    },
    read: async (key, range) => (await openObject(bucket, key, { range })).body,
    async stat(key) {
      const found = await headObject(bucket, key)
      if (!found) return null
      const { sizeBytes, quotedEtag, modifiedAt } = found
      return { sizeBytes, etag: quotedEtag.replace(/^W\//, '').replaceAll('"', ''), modifiedAt }
    },
    withFile: (key, use, signal) => copies.withFile(key, use, signal),
    async signedUrl(key, { type, downloadName }) {
      const asking = new GetObjectCommand({
        Bucket: bucket.name,
        Key: bucket.objectKey(key),
        ResponseContentType: type,
        ...(downloadName !== undefined && {
          ResponseContentDisposition: attachment(downloadName),
        }),
      })
      const signing = getSignedUrl(bucket.publicClient, asking, { expiresIn: urlSeconds })
      return bucket.ask('sign addresses of objects', signing)
    },
    async move(from, to, signal) {
      signal?.throwIfAborted()
      const objectKey = bucket.objectKey(from)
      const target = targetOf(to)
      const { sizeBytes, quotedEtag } = await findObject(bucket, from, signal)
      if (from === to) return
      const source = { objectKey, sizeBytes, etag: quotedEtag }
      const copying = copyObject(target, source, signal && { signal })
      await bucket.ask('copy objects', copying, signal)
      await deleteObject(bucket, objectKey)
    },
    async *list(prefix) {
      const folder = prefix === '' ? bucket.keyPrefix : `${bucket.objectKey(prefix)}/`
      for await (const { key, ...facts } of listObjects(bucket, folder))
        yield { key: key.slice(bucket.keyPrefix.length), ...facts }
    },
    delete: async (key) => deleteObject(bucket, bucket.objectKey(key)),
    async deleteFolder(prefix) {
      const limit = pLimit(deletesAtOnce)
      const deleting: Promise<void>[] = []
      for await (const { key } of listObjects(bucket, `${bucket.objectKey(prefix)}/`))
        deleting.push(limit(() => deleteObject(bucket, key)))
      await Promise.all(deleting)
    },
    check: (signal) => checkS3Bucket(bucket, signal),
    async [Symbol.asyncDispose]() {
      await sweeping[Symbol.asyncDispose]()
      await copies[Symbol.asyncDispose]()
      bucket[Symbol.dispose]()
    },
  }
}
