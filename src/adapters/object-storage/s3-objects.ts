import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { PassThrough, Readable } from 'node:stream'
import { InvalidInputError, NotFoundError, TemporaryError } from '../../domain/errors.ts'
import type { ByteRange, StoredObject } from '../../ports/object-storage.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { isNamed, isNoSuchKey, toS3Error } from '../s3/errors.ts'

export interface ObjectFacts {
  readonly sizeBytes: number
  /** As the server gives it, with its quotes. */
  readonly quotedEtag: string
  readonly modifiedAt: Date
}

export async function headObject(
  bucket: S3Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<ObjectFacts | null> {
  const Key = bucket.objectKey(key)
  const asking = bucket.client
    .send(new HeadObjectCommand({ Bucket: bucket.name, Key }), signal && { abortSignal: signal })
    .catch((error: unknown) => {
      if (isNoSuchKey(error)) return null
      throw error
    })
  const found = await bucket.ask('read objects', asking, signal)
  if (!found) return null
  return {
    sizeBytes: found.ContentLength ?? 0,
    quotedEtag: found.ETag ?? '',
    modifiedAt: found.LastModified ?? new Date(0),
  }
}

/** As `headObject`, but rejects with `not-found`, and names a missing bucket, which an answer to HEAD cannot. */
export async function findObject(
  bucket: S3Bucket,
  key: string,
  signal?: AbortSignal,
): Promise<ObjectFacts> {
  const found = await headObject(bucket, key, signal)
  if (found) return found
  const { body } = await openObject(bucket, key, { ...(signal && { signal }) })
  body.destroy()
  throw new TemporaryError('storage-changed', `The stored object ${key} appeared this moment.`)
}

export interface OpenOptions {
  readonly range?: ByteRange | undefined
  /** Only this version of it, with its quotes. */
  readonly quotedEtag?: string
  readonly signal?: AbortSignal
}

/** The bytes of an object as they come. Rejects with `not-found`, and `invalid-input` for a range without a byte of it. */
export async function openObject(
  bucket: S3Bucket,
  key: string,
  { range, quotedEtag, signal }: OpenOptions = {},
): Promise<{ body: Readable }> {
  const Key = bucket.objectKey(key)
  if (range && !isRange(range)) throw noSuchRange(key, range)
  const asking = bucket.client.send(
    new GetObjectCommand({
      Bucket: bucket.name,
      Key,
      ...(range && { Range: `bytes=${range.start}-${range.end}` }),
      ...(quotedEtag !== undefined && { IfMatch: quotedEtag }),
    }),
    signal && { abortSignal: signal },
  )
  const { Body } = await bucket.ask(
    'read objects',
    asking.catch((error: unknown) => {
      if (isNoSuchKey(error)) throw new NotFoundError('stored object', key)
      if (range && isNamed(error, 'InvalidRange')) throw noSuchRange(key, range)
      if (isNamed(error, 'PreconditionFailed')) throw replaced(key, error)
      throw error
    }),
    signal,
  )
  if (Body instanceof Readable) return { body: translated(Body, bucket) }
  throw new TypeError('The SDK gave no stream of Node.')
}

export async function deleteObject(bucket: S3Bucket, objectKey: string): Promise<void> {
  const deleting = bucket.client.send(
    new DeleteObjectCommand({ Bucket: bucket.name, Key: objectKey }),
  )
  await bucket.ask('delete objects', deleting)
}

/** Objects by what their whole keys start with; `key` is the whole key here. */
export async function* listObjects(
  bucket: S3Bucket,
  objectPrefix: string,
): AsyncGenerator<StoredObject> {
  let token: string | undefined
  do {
    const page = await bucket.ask(
      'list objects',
      bucket.client.send(
        new ListObjectsV2Command({
          Bucket: bucket.name,
          Prefix: objectPrefix,
          ContinuationToken: token,
          // XML has no word for some characters of keys.
          EncodingType: 'url',
        }),
      ),
    )
    const decode = page.EncodingType === 'url' ? decodeKey : (key: string) => key
    for (const { Key, Size = 0, LastModified = new Date(0) } of page.Contents ?? []) {
      const key = decode(Key ?? '')
      if (key.startsWith(objectPrefix)) yield { key, sizeBytes: Size, modifiedAt: LastModified }
    }
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}

/** As in a form: a plus is a space. */
function decodeKey(encoded: string): string {
  return decodeURIComponent(encoded.replaceAll('+', ' '))
}

function isRange({ start, end }: ByteRange): boolean {
  return Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0 && start <= end
}

function noSuchRange(key: string, { start, end }: ByteRange): InvalidInputError {
  return new InvalidInputError(
    `Expected a range within the stored object ${key}, found ${start} to ${end}.`,
  )
}

function replaced(key: string, cause: unknown): TemporaryError {
  return new TemporaryError(
    'storage-changed',
    `The stored object ${key} was replaced while it was read.`,
    { cause },
  )
}

/** A connection that breaks in the middle says the same as one that breaks at the start. */
function translated(body: Readable, { place }: S3Bucket): Readable {
  const bytes = new PassThrough()
  body.on('error', (error) => {
    const told = toS3Error(error, 'read objects', place)
    bytes.destroy(told instanceof Error ? told : error)
  })
  bytes.once('close', () => body.destroy())
  return body.pipe(bytes)
}
