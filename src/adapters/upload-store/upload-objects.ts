import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
} from '@aws-sdk/client-s3'
import type { S3Bucket } from '../s3/bucket.ts'
import { putObject, sendPart as sendBytes, type S3Target } from '../s3/send-bytes.ts'
import type { PartRow, UploadRow } from './upload-rows.ts'

/** Keys of the library that start so belong to unfinished uploads. */
export const uploadsFolder = 'uploads'

/** The object that an upload becomes before it is moved to its video. */
export function uploadKey(id: string): string {
  return `${uploadsFolder}/${id}`
}

export async function beginParts({ client, name, ...bucket }: S3Bucket, id: string) {
  const beginning = client.send(
    new CreateMultipartUploadCommand({ Bucket: name, Key: bucket.objectKey(uploadKey(id)) }),
  )
  const { UploadId } = await bucket.ask('write objects in parts', beginning)
  if (UploadId !== undefined) return UploadId
  throw new TypeError('The storage began an upload without a name.')
}

export async function sendPart(
  bucket: S3Bucket,
  { id, multipartId }: Pick<UploadRow, 'id' | 'multipartId'>,
  number: number,
  bytes: Buffer,
): Promise<PartRow> {
  const place = { uploadId: multipartId, number }
  const sending = sendBytes(targetOf(bucket, uploadKey(id)), place, bytes)
  const etag = (await bucket.ask('write objects in parts', sending)) ?? ''
  return { number, sizeBytes: bytes.length, etag }
}

/** Replaces the bytes that are too few for a part. They only ever grow: whoever knows of fewer reads the first ones. */
export async function writeTail(bucket: S3Bucket, id: string, bytes: Buffer): Promise<void> {
  await bucket.ask('write objects', putObject(targetOf(bucket, tailKey(id)), bytes))
}

function targetOf(bucket: S3Bucket, key: string): S3Target {
  return { client: bucket.client, bucket: bucket.name, objectKey: bucket.objectKey(key) }
}

/** Null when it is gone, or shorter than it was. */
export async function readTail(
  { client, name, ...bucket }: S3Bucket,
  { id, tailBytes }: Pick<UploadRow, 'id' | 'tailBytes'>,
): Promise<Uint8Array | null> {
  if (tailBytes === 0) return new Uint8Array()
  const reading = client
    .send(
      new GetObjectCommand({
        Bucket: name,
        Key: bucket.objectKey(tailKey(id)),
        Range: `bytes=0-${tailBytes - 1}`,
      }),
    )
    .then(({ Body }) => Body?.transformToByteArray() ?? null)
    .catch(noneIf('NoSuchKey', 'NotFound', 'InvalidRange'))
  const bytes = await bucket.ask('read objects', reading)
  return bytes?.length === tailBytes ? bytes : null
}

/** Makes one object of the parts. False when some of them are lost or were replaced. */
export async function joinParts(
  { client, name, ...bucket }: S3Bucket,
  { id, multipartId }: Pick<UploadRow, 'id' | 'multipartId'>,
  parts: readonly PartRow[],
): Promise<boolean> {
  const object = { Bucket: name, Key: bucket.objectKey(uploadKey(id)) }
  const Parts = parts.map(({ number, etag }) => ({ PartNumber: number, ETag: etag }))
  const joining = client
    .send(
      new CompleteMultipartUploadCommand({
        ...object,
        UploadId: multipartId,
        MultipartUpload: { Parts },
      }),
    )
    .catch(noneIf('NoSuchUpload', 'InvalidPart', 'InvalidPartOrder', 'EntityTooSmall'))
  if (await bucket.ask('write objects in parts', joining)) return true
  // It was joined before, and nobody could be told.
  const looking = client.send(new HeadObjectCommand(object)).catch(noneIf('NotFound', 'NoSuchKey'))
  const found = await bucket.ask('read objects', looking)
  return found?.ContentLength === parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}

export async function abortParts(
  { client, name, ...bucket }: S3Bucket,
  { id, multipartId }: Pick<UploadRow, 'id' | 'multipartId'>,
): Promise<void> {
  const ending = client
    .send(
      new AbortMultipartUploadCommand({
        Bucket: name,
        Key: bucket.objectKey(uploadKey(id)),
        UploadId: multipartId,
      }),
    )
    .catch(noneIf('NoSuchUpload', 'NoSuchKey'))
  await bucket.ask('end uploads in parts', ending)
}

/** Harmless when there is none. */
export async function deleteObjects(
  { client, name, ...bucket }: S3Bucket,
  id: string,
): Promise<void> {
  // One by one: for many at once some servers want a checksum of their own.
  for (const key of [uploadKey(id), tailKey(id)]) {
    const deleting = client.send(
      new DeleteObjectCommand({ Bucket: name, Key: bucket.objectKey(key) }),
    )
    await bucket.ask('delete objects', deleting)
  }
}

const tailSuffix = '.part'

function tailKey(id: string): string {
  return `${uploadKey(id)}${tailSuffix}`
}

/** The upload that an object belongs to, by the last part of its key. */
export function uploadOfObject(fileName: string): string {
  return fileName.endsWith(tailSuffix) ? fileName.slice(0, -tailSuffix.length) : fileName
}

function noneIf(...names: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (error instanceof Error && names.includes(error.name)) return null
    throw error
  }
}
