import { randomUUID } from 'node:crypto'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { CuepointError } from '../../../domain/errors.ts'
import { temporaryFolder } from './bucket.ts'
import { toAwsError } from './errors.ts'

/**
 * Whether the bucket is there, in the region that is set, and lets us write, read and remove. The service uses the keys
 * of whoever starts a job, so what they may do it may.
 */
export async function checkBucket(
  client: S3Client,
  bucket: string,
  abortSignal: AbortSignal,
): Promise<void> {
  const object = { Bucket: bucket, Key: `${temporaryFolder}check-${randomUUID()}` }
  const asked = async <Answer>(action: string, answer: Promise<Answer>): Promise<Answer> => {
    try {
      return await answer
    } catch (error) {
      abortSignal.throwIfAborted()
      throw toAwsError(error, { whom: `The bucket "${bucket}"`, action: `s3:${action}` })
    }
  }
  // First what answers with words: HEAD has none.
  const list = new ListObjectsV2Command({ Bucket: bucket, Prefix: temporaryFolder, MaxKeys: 1 })
  await asked('ListBucket', client.send(list, { abortSignal }))
  const head = new HeadBucketCommand({ Bucket: bucket })
  const { BucketRegion: found } = await asked('ListBucket', client.send(head, { abortSignal }))
  const region = await client.config.region()
  if (found !== undefined && found !== region) throw otherRegion(bucket, found, region)
  const write = new PutObjectCommand({
    ...object,
    Body: 'Cuepoint looks whether it may write here.',
  })
  await asked('PutObject', client.send(write, { abortSignal }))
  const read = client.send(new GetObjectCommand(object), { abortSignal })
  const { Body } = await asked('GetObject', read)
  await Body?.transformToString()
  const remove = new DeleteObjectCommand(object)
  await asked('DeleteObject', client.send(remove, { abortSignal }))
}

function otherRegion(bucket: string, found: string, region: string): CuepointError {
  return new CuepointError(
    'transcriber-region',
    `The bucket "${bucket}" is in the region ${found}, and AWS Transcribe is used in ${region}: it reads buckets of its own region only.`,
    {
      retryable: 'when-available',
      remedy: `Set AWS_REGION to ${found}, or CUEPOINT_AWS_TRANSCRIBE_BUCKET to a bucket in ${region}.`,
    },
  )
}
