import { ListMultipartUploadsCommand, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import type { Database } from '../../ports/database.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { abortParts, deleteObjects, uploadOfObject, uploadsFolder } from './upload-objects.ts'
import { findUnknown } from './upload-rows.ts'

/**
 * Removes what lies in the folder of uploads for so long without belonging to any: what a process left that died before
 * it could write the upload down, or that could not remove what it wanted to.
 */
export async function sweepBucket(
  bucket: S3Bucket,
  database: Database,
  idleMs: number,
): Promise<void> {
  const folder = bucket.objectKey(`${uploadsFolder}/x`).slice(0, -1)
  const isOld = ({ at }: Found) => at <= bucket.now() - idleMs
  for await (const found of listUnfinished(bucket, folder)) {
    const old = found.filter(isOld)
    const unknown = new Set(await findUnknown(database, idsOf(old)))
    for (const upload of old) if (unknown.has(upload.id)) await abortParts(bucket, upload)
  }
  for await (const found of listFound(bucket, folder)) {
    const old = found.filter(isOld)
    for (const id of await findUnknown(database, idsOf(old))) await deleteObjects(bucket, id)
  }
}

interface Found {
  readonly id: string
  /** When it was begun or written, in ms. */
  readonly at: number
}

async function* listUnfinished(
  { client, name, ...bucket }: S3Bucket,
  folder: string,
): AsyncGenerator<(Found & { readonly multipartId: string })[]> {
  let markers = {}
  for (let isTruncated = true; isTruncated;) {
    const listing = new ListMultipartUploadsCommand({ Bucket: name, Prefix: folder, ...markers })
    const page = await bucket.ask('list unfinished uploads', client.send(listing))
    yield (page.Uploads ?? []).flatMap(({ Key, UploadId, Initiated }) =>
      Key?.startsWith(folder) && UploadId !== undefined && Initiated
        ? [{ id: Key.slice(folder.length), multipartId: UploadId, at: Initiated.getTime() }]
        : [],
    )
    isTruncated = page.IsTruncated === true && page.NextKeyMarker !== undefined
    markers = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
}

async function* listFound(
  { client, name, ...bucket }: S3Bucket,
  folder: string,
): AsyncGenerator<Found[]> {
  const pages = paginateListObjectsV2({ client }, { Bucket: name, Prefix: folder })
  for (;;) {
    const page = await bucket.ask('list objects', pages.next())
    if (page.done === true) return
    yield (page.value.Contents ?? []).flatMap(({ Key, LastModified }) =>
      Key?.startsWith(folder) && LastModified
        ? [{ id: uploadOfObject(Key.slice(folder.length)), at: LastModified.getTime() }]
        : [],
    )
  }
}

function idsOf(found: readonly Found[]): string[] {
  return [...new Set(found.map(({ id }) => id))]
}
