import { ListMultipartUploadsCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { S3Server } from './s3-server.ts'

/** The keys of a bucket that start so, and of its unfinished multipart uploads; sorted. */
export async function bucketContent(
  { client }: S3Server,
  bucket: string,
  prefix = '',
): Promise<{ objects: string[]; unfinished: string[] }> {
  const ours = { Bucket: bucket, Prefix: prefix }
  const { Contents = [] } = await client.send(new ListObjectsV2Command(ours))
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand(ours))
  return {
    objects: Contents.map(({ Key = '' }) => Key).sort(),
    unfinished: Uploads.map(({ Key = '' }) => Key).sort(),
  }
}
