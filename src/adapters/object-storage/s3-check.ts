import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3'
import { randomUUID } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { CuepointError, UnreachableError } from '../../domain/errors.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { deleteObject, openObject } from './s3-objects.ts'
import { uploadStream } from './s3-upload.ts'

/** Asks for every right that is needed, one after the other, so that the first one that lacks is named. */
export async function checkS3Bucket(bucket: S3Bucket, signal?: AbortSignal): Promise<void> {
  try {
    await tryEverything(bucket, signal)
  } catch (error) {
    throw isTooLate(signal) ? silent(bucket, error) : error
  }
}

async function tryEverything(bucket: S3Bucket, signal?: AbortSignal): Promise<void> {
  const { client, name, keyPrefix } = bucket
  const options = signal && { abortSignal: signal }
  const key = `check-${randomUUID()}`
  const objectKey = bucket.objectKey(key)
  const object = { Bucket: name, Key: objectKey }
  const ours = { Bucket: name, Prefix: keyPrefix }
  const listing = client.send(new ListObjectsV2Command({ ...ours, MaxKeys: 1 }), options)
  await bucket.ask('list objects', listing, signal)
  const writing = uploadStream({ client, bucket: name, objectKey }, bytesOf(key), { signal })
  await bucket.ask('write objects', writing, signal)
  const { body } = await openObject(bucket, key, { ...(signal && { signal }) })
  if ((await text(body)) !== key) throw differs(bucket)
  await deleteObject(bucket, objectKey)
  const beginning = client.send(new CreateMultipartUploadCommand(object), options)
  const { UploadId } = await bucket.ask('write objects in parts', beginning, signal)
  const ending = client.send(new AbortMultipartUploadCommand({ ...object, UploadId }), options)
  await bucket.ask('end uploads in parts', ending, signal)
  const unfinished = new ListMultipartUploadsCommand({ ...ours, MaxUploads: 1 })
  await bucket.ask('list unfinished uploads', client.send(unfinished, options), signal)
}

async function* bytesOf(text: string): AsyncGenerator<string> {
  await Promise.resolve()
  yield text
}

/** Ended by its time limit, not by a person. */
function isTooLate(signal?: AbortSignal): boolean {
  return signal?.aborted === true && (signal.reason as { name?: unknown }).name === 'TimeoutError'
}

function silent({ place, name }: S3Bucket, cause: unknown): UnreachableError {
  const at = place.endpoint ?? 'Amazon S3'
  return new UnreachableError(
    'storage-unreachable',
    `${at} did not say in time whether the bucket ${name} can be used.`,
    { remedy: 'Check the network and the server (AWS_ENDPOINT_URL_S3).', cause },
  )
}

function differs({ name }: S3Bucket): CuepointError {
  return new CuepointError(
    'storage-refused',
    `The bucket ${name} gave other bytes than were written.`,
    {
      remedy:
        'Check whether the server is compatible with S3, and that nothing between changes answers.',
    },
  )
}
