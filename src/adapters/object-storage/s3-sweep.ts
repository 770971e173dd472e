import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  type MultipartUpload,
} from '@aws-sdk/client-s3'
import { setTimeout as sleep } from 'node:timers/promises'
import { isNamed } from '../s3/errors.ts'
import type { S3Bucket } from '../s3/bucket.ts'

const abandonedAfterMs = 24 * 3600 * 1000
const sweepEveryMs = 6 * 3600 * 1000

/** Resumable uploads are here, which end themselves by the time of their last byte. */
const resumableFolder = 'uploads/'

/** Sweeps now and every few hours, until it is disposed. What fails is tried at the next time; `check` says what is amiss. */
export function keepSwept(bucket: S3Bucket): AsyncDisposable {
  const ended = new AbortController()
  const sweeping = sweepAgainAndAgain(bucket, ended.signal).catch(() => undefined)
  return {
    async [Symbol.asyncDispose]() {
      ended.abort()
      await sweeping
    },
  }
}

async function sweepAgainAndAgain(bucket: S3Bucket, signal: AbortSignal): Promise<void> {
  for (;;) {
    await sweepUnfinished(bucket, signal).catch(() => undefined)
    await sleep(sweepEveryMs, undefined, { signal, ref: false })
  }
}

/**
 * Removes unfinished multipart uploads that got no byte for a day: their parts cost room that no listing shows. Only those
 * below our prefix are looked at, and without a prefix only those of videos: the bucket may have other users.
 */
export async function sweepUnfinished(
  bucket: S3Bucket,
  signal: AbortSignal,
  olderThanMs = abandonedAfterMs,
): Promise<number> {
  let removed = 0
  for await (const upload of unfinishedUploads(bucket, signal)) {
    const { Key = '', UploadId, Initiated } = upload
    const before = bucket.now() - olderThanMs
    if (!Initiated || Initiated.getTime() > before) continue
    if (Key.startsWith(`${bucket.keyPrefix}${resumableFolder}`)) continue
    try {
      if ((await lastPartAt(bucket, upload, signal)) > before) continue
      await bucket.client.send(
        new AbortMultipartUploadCommand({ Bucket: bucket.name, Key, UploadId }),
        { abortSignal: signal },
      )
      removed++
    } catch (error) {
      // Finished or removed meanwhile, by another process that sweeps too.
      if (!isNamed(error, 'NoSuchUpload')) throw error
    }
  }
  return removed
}

async function* unfinishedUploads(
  { client, name, keyPrefix }: S3Bucket,
  signal: AbortSignal,
): AsyncGenerator<MultipartUpload> {
  const prefix = keyPrefix === '' ? 'videos/' : keyPrefix
  const wanted = { Bucket: name, Prefix: prefix }
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {}
  for (let isMore = true; isMore;) {
    const listing = new ListMultipartUploadsCommand({ ...wanted, ...from })
    const page = await client.send(listing, { abortSignal: signal })
    // Not every server looks at the prefix.
    yield* (page.Uploads ?? []).filter(({ Key }) => Key?.startsWith(prefix))
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
    isMore = page.IsTruncated === true && page.NextKeyMarker !== undefined
  }
}

/** When the newest part came, in milliseconds; 0 without one. */
async function lastPartAt(
  { client, name }: S3Bucket,
  { Key, UploadId }: MultipartUpload,
  signal: AbortSignal,
): Promise<number> {
  let last = 0
  let marker: string | undefined
  for (let isMore = true; isMore;) {
    const page = await client.send(
      new ListPartsCommand({ Bucket: name, Key, UploadId, PartNumberMarker: marker }),
      { abortSignal: signal },
    )
    for (const { LastModified } of page.Parts ?? [])
      last = Math.max(last, LastModified?.getTime() ?? 0)
    marker = page.NextPartNumberMarker
    isMore = page.IsTruncated === true && marker !== undefined
  }
  return last
}
