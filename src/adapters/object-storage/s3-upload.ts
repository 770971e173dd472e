import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  type CompletedPart,
} from '@aws-sdk/client-s3'
import { cutPieces } from '../s3/cut-pieces.ts'
import { isNamed } from '../s3/errors.ts'
import { partBytes } from '../s3/part-bytes.ts'
import { putObject, sendPart, type S3Target } from '../s3/send-bytes.ts'

const mebibyte = 1024 ** 2

/** Few requests, and still several parts in memory. */
const usualPartBytes = 16 * mebibyte

/** Bytes that wait in memory for the network, as long as one part is not more. */
const inFlightBytes = 64 * mebibyte

/**
 * Streams `content` into an object that appears whole or not at all. Memory holds some 80 MiB; only for what has no
 * known size and goes on beyond 150 GiB the parts, and with them the memory, grow (to 5 TiB, the largest object).
 */
export async function uploadStream(
  target: S3Target,
  content: AsyncIterable<Uint8Array | string>,
  {
    sizeBytes = null,
    signal,
  }: { sizeBytes?: number | null; signal?: AbortSignal | undefined } = {},
): Promise<{ sizeBytes: number }> {
  const parts = cutPieces(content, (index) => partBytes(index + 1, sizeBytes, usualPartBytes))
  const first = await parts.next()
  const head = first.done ? Buffer.alloc(0) : first.value
  const second = first.done ? first : await parts.next()
  signal?.throwIfAborted()
  if (!second.done) return uploadParts(target, chain([head, second.value], parts), signal)
  // Not to be aborted half-way: nobody could say whether the object is there. It ends by itself if the server is silent.
  await putObject(target, head)
  return { sizeBytes: head.length }
}

async function uploadParts(
  target: S3Target,
  parts: AsyncIterable<Buffer>,
  signal?: AbortSignal,
): Promise<{ sizeBytes: number }> {
  const { client, bucket, objectKey } = target
  const upload = { Bucket: bucket, Key: objectKey }
  const { UploadId } = await client.send(new CreateMultipartUploadCommand(upload))
  const failed = new AbortController()
  const stopped = signal ? AbortSignal.any([signal, failed.signal]) : failed.signal
  const underWay = new Set<Promise<void>>()
  const finished: CompletedPart[] = []
  let sizeBytes = 0
  let begun = 0
  const send = async (number: number, bytes: Buffer) => {
    const ETag = await sendPart(target, { uploadId: UploadId, number }, bytes, stopped)
    finished.push({ PartNumber: number, ETag })
  }
  try {
    for await (const bytes of parts) {
      stopped.throwIfAborted()
      sizeBytes += bytes.length
      const sending = send(++begun, bytes)
        .catch((error: unknown) => {
          failed.abort(error)
        })
        .finally(() => underWay.delete(sending))
      underWay.add(sending)
      if (underWay.size >= Math.max(1, Math.floor(inFlightBytes / bytes.length)))
        await Promise.race(underWay)
    }
    await Promise.all(underWay)
    stopped.throwIfAborted()
    finished.sort((a, b) => (a.PartNumber ?? 0) - (b.PartNumber ?? 0))
    await complete(target, { UploadId, parts: finished, sizeBytes })
    return { sizeBytes }
  } catch (error) {
    failed.abort(error)
    await Promise.all(underWay)
    // What cannot be removed now is found by the sweep.
    const removing = new AbortMultipartUploadCommand({ ...upload, UploadId })
    await client.send(removing).catch(() => undefined)
    throw error
  }
}

async function complete(
  { client, bucket, objectKey }: S3Target,
  upload: { UploadId: string | undefined; parts: CompletedPart[]; sizeBytes: number },
): Promise<void> {
  const object = { Bucket: bucket, Key: objectKey }
  const { UploadId, parts, sizeBytes } = upload
  try {
    await client.send(
      new CompleteMultipartUploadCommand({
        ...object,
        UploadId,
        MultipartUpload: { Parts: parts },
      }),
    )
  } catch (error) {
    // When the first answer was lost the SDK asks again, and the server knows no such upload any more.
    if (!isNamed(error, 'NoSuchUpload')) throw error
    const found = await client.send(new HeadObjectCommand(object)).catch(() => null)
    const isOurs = found?.ContentLength === sizeBytes && found.ETag?.includes(`-${parts.length}`)
    if (!isOurs) throw error
  }
}

async function* chain(
  first: readonly Buffer[],
  rest: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield* first
  yield* rest
}
