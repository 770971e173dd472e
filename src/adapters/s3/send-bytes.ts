import { PutObjectCommand, UploadPartCommand, type S3Client } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'

/** An object of a bucket, by its whole key. */
export interface S3Target {
  readonly client: S3Client
  readonly bucket: string
  readonly objectKey: string
}

/** One request for a whole object. Damaged on the way it is refused (`BadDigest`). */
export async function putObject(
  { client, bucket, objectKey }: S3Target,
  bytes: Buffer,
): Promise<void> {
  await client.send(new PutObjectCommand({ Bucket: bucket, Key: objectKey, ...bodyOf(bytes) }))
}

export interface PartPlace {
  /** Of the multipart upload, as the server gave it. */
  readonly uploadId: string | undefined
  /** From 1. */
  readonly number: number
}

/** One part of a multipart upload. Resolves to its ETag, with its quotes. */
export async function sendPart(
  { client, bucket, objectKey }: S3Target,
  { uploadId, number }: PartPlace,
  bytes: Buffer,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const { ETag } = await client.send(
    new UploadPartCommand({
      Bucket: bucket,
      Key: objectKey,
      UploadId: uploadId,
      PartNumber: number,
      ...bodyOf(bytes),
    }),
    signal && { abortSignal: signal },
  )
  return ETag
}

function bodyOf(bytes: Buffer) {
  return {
    Body: bytes,
    ContentLength: bytes.length,
    ContentMD5: createHash('md5').update(bytes).digest('base64'),
  }
}
