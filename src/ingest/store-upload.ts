import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { extensionOf } from '../domain/title.ts'
import { CuepointError, UnsupportedMediaError } from '../domain/errors.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'

/** A stream of bytes, a finished local file that is copied or taken over, or an object of the storage. */
export type UploadSource =
  | { readonly kind: 'stream'; readonly content: Readable }
  | { readonly kind: 'file'; readonly path: string; readonly takeOver: boolean }
  | ObjectSource

/** An object that is moved; `key` is null when an earlier try has moved it. */
export interface ObjectSource extends Omit<StoredUpload, 'storageKey'> {
  readonly kind: 'object'
  readonly key: string | null
}

export interface StoredUpload {
  readonly storageKey: string
  readonly sizeBytes: number
  /** SHA-256, hexadecimal. */
  readonly contentHash: string
}

/** Puts the bytes into the storage under `folder` and hashes them on the way. Memory stays flat whatever the size. */
export async function storeUpload(
  { source, fileName }: { readonly source: UploadSource; readonly fileName: string },
  folder: string,
  storage: ObjectStorage,
  signal?: AbortSignal,
): Promise<StoredUpload> {
  const storageKey = originalKey(folder, fileName)
  if (source.kind === 'object') {
    const { key, sizeBytes, contentHash } = source
    if (key !== null) await storage.move(key, storageKey, signal)
    return { storageKey, sizeBytes, contentHash }
  }
  const hash = createHash('sha256')
  const sizeBytes =
    source.kind === 'file' && source.takeOver
      ? await adopt(source.path, storageKey, hash, storage, signal)
      : await copy(contentOf(source), storageKey, hash, storage, signal)
  if (sizeBytes === 0) {
    throw new UnsupportedMediaError(`“${fileName}” is empty (0 bytes).`, {
      code: 'empty-file',
      remedy: 'Choose the file again; if it comes from a download, that may not be finished.',
    })
  }
  return { storageKey, sizeBytes, contentHash: hash.digest('hex') }
}

/** Where the file of a video lies. */
export function originalKey(folder: string, fileName: string): string {
  return `${folder}/original${extensionOf(fileName)}`
}

function contentOf(source: Exclude<UploadSource, ObjectSource>): Readable {
  return source.kind === 'stream' ? source.content : createReadStream(source.path)
}

async function adopt(
  path: string,
  storageKey: string,
  hash: Hash,
  storage: ObjectStorage,
  signal?: AbortSignal,
): Promise<number> {
  for await (const bytes of createReadStream(path, { signal })) hash.update(bytes as Buffer)
  return (await storage.adopt(storageKey, path, signal)).sizeBytes
}

async function copy(
  content: Readable,
  storageKey: string,
  hash: Hash,
  storage: ObjectStorage,
  signal?: AbortSignal,
): Promise<number> {
  const hashed = new Transform({
    transform(bytes: Buffer, _encoding, done) {
      hash.update(bytes)
      done(null, bytes)
    },
  })
  const [sent, written] = await Promise.allSettled([
    pipeline(content, hashed, { signal }),
    storage.write(storageKey, hashed, signal),
  ])
  signal?.throwIfAborted()
  // A storage that gives up ends the stream too, but only it knows why.
  if (written.status === 'rejected' && written.reason instanceof CuepointError) throw written.reason
  if (sent.status === 'rejected') throw sent.reason
  if (written.status === 'rejected') throw written.reason
  return written.value.sizeBytes
}
