import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import { isNamed } from './s3-errors.ts'

/** An object of a bucket, by its whole key. */
export interface S3Target {
  readonly client: S3Client
  readonly bucket: string
  readonly objectKey: string
}

const mebibyte = 1024 ** 2

/** Of Amazon S3: https://docs.aws.amazon.com/AmazonS3/latest/userguide/qfacts.html */
export const maxParts = 10_000

/** Bytes that wait in memory for the network, as long as one part is not more. */
const inFlightBytes = 64 * mebibyte

/**
 * Streams `content` into an object that appears whole or not at all. Memory holds some 80 MiB; only for what has no
 * known size and goes on beyond 150 GiB the parts, and with them the memory, grow (to 5 TiB, the largest object).
 */
export async function uploadStream(
  target: S3Target,
  content: AsyncIterable<Uint8Array | string>,
  { sizeBytes, signal }: { sizeBytes?: number; signal?: AbortSignal | undefined } = {},
): Promise<{ sizeBytes: number }> {
  const parts = cutIntoParts(content, (number) => partBytes(number, sizeBytes))
  const first = await parts.next()
  const head = first.done ? Buffer.alloc(0) : first.value
  const second = first.done ? first : await parts.next()
  signal?.throwIfAborted()
  if (second.done) return putWhole(target, head)
  return uploadParts(target, chain([head, second.value], parts), signal)
}

/** How large the part of that number (from 1) has to be, so that 10,000 are enough. */
function partBytes(number: number, sizeBytes?: number): number {
  // Some servers (Cloudflare R2) want all parts of one size: so it is, wherever the size is known or below 31 GiB.
  if (sizeBytes !== undefined) return Math.max(16 * mebibyte, Math.ceil(sizeBytes / maxParts))
  if (number <= 2_000) return 16 * mebibyte
  if (number <= 4_000) return 64 * mebibyte
  if (number <= 6_000) return 256 * mebibyte
  return 1_280 * mebibyte
}

/** Not to be aborted half-way: nobody could say whether the object is there. It ends by itself if the server is silent. */
async function putWhole({ client, bucket, objectKey }: S3Target, body: Buffer) {
  await client.send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: objectKey,
      Body: body,
      ContentLength: body.length,
      ContentMD5: md5(body),
    }),
  )
  return { sizeBytes: body.length }
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
    const { ETag } = await client.send(
      new UploadPartCommand({
        ...upload,
        UploadId,
        PartNumber: number,
        Body: bytes,
        ContentLength: bytes.length,
        ContentMD5: md5(bytes),
      }),
      { abortSignal: stopped },
    )
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

/** Parts of exactly the size that is wanted of each, the last one as it comes. None for no content. */
async function* cutIntoParts(
  content: AsyncIterable<Uint8Array | string>,
  bytesOf: (number: number) => number,
): AsyncGenerator<Buffer, undefined> {
  let number = 1
  let wanted = bytesOf(number)
  let waiting: Buffer[] = []
  let waitingBytes = 0
  for await (const chunk of content) {
    let rest = Buffer.from(chunk)
    while (waitingBytes + rest.length >= wanted) {
      const taken = wanted - waitingBytes
      yield Buffer.concat([...waiting, rest.subarray(0, taken)], wanted)
      rest = rest.subarray(taken)
      waiting = []
      waitingBytes = 0
      wanted = bytesOf(++number)
    }
    if (rest.length > 0) waiting.push(rest)
    waitingBytes += rest.length
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting, waitingBytes)
}

async function* chain(
  first: readonly Buffer[],
  rest: AsyncIterable<Buffer>,
): AsyncGenerator<Buffer> {
  yield* first
  yield* rest
}

function md5(bytes: Buffer): string {
  return createHash('md5').update(bytes).digest('base64')
}
