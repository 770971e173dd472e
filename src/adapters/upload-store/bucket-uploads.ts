import type { Readable } from 'node:stream'
import { DataStore, Upload } from '@tus/server'
import { v7 as uuidv7 } from 'uuid'
import { CuepointError, NotFoundError, TemporaryError } from '../../domain/errors.ts'
import type { Database } from '../../ports/database.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { cutPieces } from '../s3/cut-pieces.ts'
import { partBytes } from '../s3/part-bytes.ts'
import {
  abortParts,
  beginParts,
  deleteObjects,
  readTail,
  sendPart,
  writeTail,
} from './upload-objects.ts'
import {
  addPart,
  deleteUpload,
  findUpload,
  insertUpload,
  setSize,
  setTail,
  type UploadRow,
} from './upload-rows.ts'

/** Larger parts cost memory, smaller ones requests; no server takes less than 5 MiB. */
const usualPartBytes = 8 * 1024 ** 2

/**
 * Uploads as parts of a multipart upload, and the bytes after the last part as an object of their own. The database says
 * which parts count: they are sent one after the other, so that there is never a gap, and whatever was sent without being
 * written down is sent again. Memory holds two parts of an upload: one that fills while the other is sent.
 */
export class BucketUploads extends DataStore {
  readonly #bucket: S3Bucket
  readonly #database: Database

  constructor(bucket: S3Bucket, database: Database) {
    super()
    this.#bucket = bucket
    this.#database = database
    this.extensions = ['creation', 'creation-with-upload', 'creation-defer-length', 'termination']
  }

  override async create(upload: Upload): Promise<Upload> {
    const { id, size, metadata = {} } = upload
    const multipartId = await beginParts(this.#bucket, id)
    const row = { id, sizeBytes: size ?? null, metadata, multipartId, videoId: uuidv7() }
    try {
      await insertUpload(this.#database, row)
    } catch (error) {
      // What cannot be removed now is found by the sweep.
      await abortParts(this.#bucket, row).catch(() => undefined)
      throw error
    }
    return upload
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.find(id)
    const { sizeBytes, metadata, begunAt } = row
    return new Upload({
      id,
      offset: offsetOf(row),
      metadata: { ...metadata },
      creation_date: begunAt.toISOString(),
      ...(sizeBytes !== null && { size: sizeBytes }),
    })
  }

  override declareUploadLength(id: string, sizeBytes: number): Promise<void> {
    return setSize(this.#database, id, sizeBytes)
  }

  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const row = await this.find(id)
    // Nothing can be added to a finished upload, but a client may repeat its last, empty step.
    if (row.isJoined || row.outcome) return offset
    if (offset !== offsetOf(row)) throw otherOffset()
    const tail = await this.#readTail(row)
    let sentBytes = row.partsBytes
    let number = row.parts + 1
    let sending = Promise.resolve()
    const take = async () => {
      const wanted = (index: number) =>
        partBytes(row.parts + 1 + index, row.sizeBytes, usualPartBytes)
      for await (const piece of cutPieces(follow(tail, content), wanted)) {
        await sending
        const isPart =
          piece.length === partBytes(number, row.sizeBytes, usualPartBytes) ||
          sentBytes + piece.length === row.sizeBytes
        sending = isPart ? this.#sendPart(row, number++, piece) : this.#keepTail(row, number, piece)
        // It is waited for a moment later.
        sending.catch(() => undefined)
        sentBytes += piece.length
      }
    }
    const taken = await Promise.allSettled([take()])
    await sending
    if (taken[0].status === 'rejected') throw taken[0].reason
    return sentBytes
  }

  override async remove(id: string): Promise<void> {
    await this.find(id)
    await this.forget(id)
  }

  async find(id: string): Promise<UploadRow> {
    const row = await findUpload(this.#database, id)
    if (!row) throw new NotFoundError('upload', id)
    return row
  }

  async forget(id: string): Promise<void> {
    const row = await findUpload(this.#database, id)
    if (!row) return
    if (!row.isJoined) await abortParts(this.#bucket, row)
    if (!row.outcome) await deleteObjects(this.#bucket, id)
    await deleteUpload(this.#database, id)
  }

  async #sendPart(row: UploadRow, number: number, bytes: Buffer): Promise<void> {
    const part = await sendPart(this.#bucket, row, number, bytes)
    if (!(await addPart(this.#database, row.id, part))) throw overtaken()
  }

  async #keepTail(row: UploadRow, number: number, bytes: Buffer): Promise<void> {
    await writeTail(this.#bucket, row.id, bytes)
    const tail = { afterParts: number - 1, tailBytes: bytes.length }
    if (!(await setTail(this.#database, row.id, tail))) throw overtaken()
  }

  /** When it is lost, the client has to send it again. */
  async #readTail(row: UploadRow): Promise<Uint8Array> {
    const tail = await readTail(this.#bucket, row)
    if (tail) return tail
    await setTail(this.#database, row.id, { afterParts: row.parts, tailBytes: 0 })
    throw otherOffset()
  }
}

export function offsetOf({ outcome, sizeBytes, partsBytes, tailBytes }: UploadRow): number {
  return outcome && sizeBytes !== null ? sizeBytes : partsBytes + tailBytes
}

async function* follow(
  first: Uint8Array,
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  if (first.length > 0) yield first
  yield* rest
}

function otherOffset(): CuepointError {
  return new CuepointError('upload-offset', 'The upload goes on at another byte.')
}

function overtaken(): TemporaryError {
  return new TemporaryError('upload-busy', 'Another request has gone on with this upload.')
}
