import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import { maxParts } from '../s3/part-bytes.ts'
import type { S3Target } from '../s3/send-bytes.ts'

export interface CopySource {
  readonly objectKey: string
  readonly sizeBytes: number
  /** As the server gave it, with its quotes: what is copied is what was looked at. */
  readonly etag: string | undefined
}

/** Amazon copies up to 5 GiB at once; a server that says nothing meanwhile is done with this much before it is given up. */
const wholeUpToBytes = 1024 ** 3

/** Copies within the bucket, without the bytes passing through here. */
export async function copyObject(
  target: S3Target,
  source: CopySource,
  { pieceBytes = wholeUpToBytes, signal }: { pieceBytes?: number; signal?: AbortSignal } = {},
): Promise<void> {
  const { client, bucket, objectKey } = target
  const object = { Bucket: bucket, Key: objectKey }
  const from = {
    CopySource: encodeURI(`${bucket}/${source.objectKey}`).replaceAll(
      /[?#+&=]/g,
      encodeURIComponent,
    ),
    CopySourceIfMatch: source.etag,
  }
  if (source.sizeBytes <= pieceBytes) {
    await client.send(
      new CopyObjectCommand({ ...object, ...from }),
      signal && { abortSignal: signal },
    )
    return
  }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(object))
  try {
    const parts: CompletedPart[] = []
    const step = Math.max(pieceBytes, Math.ceil(source.sizeBytes / maxParts))
    for (let start = 0; start < source.sizeBytes; start += step) {
      const end = Math.min(start + step, source.sizeBytes) - 1
      const PartNumber = parts.length + 1
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({
          ...object,
          ...from,
          UploadId,
          PartNumber,
          CopySourceRange: `bytes=${start}-${end}`,
        }),
        signal && { abortSignal: signal },
      )
      parts.push({ PartNumber, ETag: CopyPartResult?.ETag })
    }
    const MultipartUpload = { Parts: parts }
    await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload }))
  } catch (error) {
    const removing = new AbortMultipartUploadCommand({ ...object, UploadId })
    await client.send(removing).catch(() => undefined)
    throw error
  }
}
