import { createHash } from 'node:crypto'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pLimit from 'p-limit'
import { CuepointError, UnreachableError } from '../domain/errors.ts'
import type { ObjectStorage, StoredObject } from '../ports/object-storage.ts'
import { videosFolder } from './stray-folders.ts'

export interface ObjectsProgress {
  readonly objects: number
  readonly totalObjects: number
  readonly bytes: number
  readonly totalBytes: number
}

export interface MovedObjects {
  readonly objects: number
  readonly bytes: number
  readonly copied: number
  /** Were in the target already, with the same bytes. */
  readonly alreadyThere: number
  readonly deleted: number
}

interface MoveOptions {
  /** Deletes everything at the source once everything was found to be the same in the target. */
  readonly deleteSource: boolean
  readonly onProgress: (progress: ObjectsProgress) => void
  readonly signal: AbortSignal
}

/** Each may hold some 80 MiB on its way into a bucket. */
const objectsAtOnce = 3
const deletesAtOnce = 16
const tries = 3

/**
 * Copies all files of videos from one storage to another and reads each copy again to compare its SHA-256. What is there
 * with the same bytes is not copied again, so whatever ends this, the next one goes on. Nobody may write meanwhile.
 * Rejects with `move-differs` when a copy is not the same in spite of several tries.
 */
export async function moveObjects(
  from: ObjectStorage,
  to: ObjectStorage,
  { deleteSource, onProgress, signal }: MoveOptions,
): Promise<MovedObjects> {
  const found: StoredObject[] = []
  for await (const object of from.list(videosFolder)) found.push(object)
  const totalBytes = found.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const arrived = new Map<string, number>()
  let done = 0
  let bytes = 0
  let copied = 0
  await atOnce(objectsAtOnce, found, signal, async (object, stop) => {
    const onBytes = (count: number) => {
      bytes += count - (arrived.get(object.key) ?? 0)
      arrived.set(object.key, count)
      onProgress({ objects: done, totalObjects: found.length, bytes, totalBytes })
    }
    if (await copyUnlessThere(object, { from, to, onBytes, signal: stop })) copied++
    done++
    onBytes(object.sizeBytes)
  })
  if (deleteSource) {
    await atOnce(deletesAtOnce, found, signal, ({ key }) => from.delete(key))
  }
  return {
    objects: found.length,
    bytes: totalBytes,
    copied,
    alreadyThere: found.length - copied,
    deleted: deleteSource ? found.length : 0,
  }
}

interface CopyOptions {
  readonly from: ObjectStorage
  readonly to: ObjectStorage
  /** How many bytes of it were read. */
  readonly onBytes: (count: number) => void
  readonly signal: AbortSignal
}

/** Whether it had to be copied. */
async function copyUnlessThere(object: StoredObject, options: CopyOptions): Promise<boolean> {
  const { from, to, onBytes, signal } = options
  const { key, sizeBytes } = object
  const there = await to.stat(key)
  if (there?.sizeBytes === sizeBytes) {
    const [here, copy] = await Promise.all([
      sha256Of(from, key, signal, onBytes),
      sha256Of(to, key, signal),
    ])
    if (here === copy) return false
  }
  for (let attempt = 1; ; attempt++) {
    try {
      const sent = await copyOnce(object, options)
      if ((await sha256Of(to, key, signal)) === sent) return true
      throw differs(key)
    } catch (error) {
      signal.throwIfAborted()
      if (attempt === tries || !isWorthAnotherTry(error)) throw error
    }
  }
}

/** Gives the SHA-256 of what was sent. */
async function copyOnce(
  { key, sizeBytes }: StoredObject,
  { from, to, onBytes, signal }: CopyOptions,
): Promise<string> {
  const hash = createHash('sha256')
  let count = 0
  const hashed = new Transform({
    transform(bytes: Buffer, _encoding, pass) {
      hash.update(bytes)
      count += bytes.length
      onBytes(count)
      pass(null, bytes)
    },
  })
  const content = await from.read(key)
  const [sent, written] = await Promise.allSettled([
    pipeline(content, hashed, { signal }),
    to.write(key, hashed, signal),
  ])
  signal.throwIfAborted()
  // Whichever failed first ended the other; the writing tells what its storage lacks.
  if (written.status === 'rejected') throw written.reason
  if (sent.status === 'rejected') throw sent.reason
  if (count !== sizeBytes) throw differs(key)
  return hash.digest('hex')
}

async function sha256Of(
  storage: ObjectStorage,
  key: string,
  signal: AbortSignal,
  onBytes: (count: number) => void = () => undefined,
): Promise<string> {
  const hash = createHash('sha256')
  let count = 0
  try {
    await pipeline(
      await storage.read(key),
      async (chunks: AsyncIterable<Buffer>) => {
        for await (const bytes of chunks) {
          hash.update(bytes)
          count += bytes.length
          onBytes(count)
        }
      },
      { signal },
    )
  } catch (error) {
    signal.throwIfAborted()
    throw error
  }
  return hash.digest('hex')
}

/** The first failure stops those that are under way, and is thrown once they have stopped. */
async function atOnce<Item>(
  count: number,
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item, stop: AbortSignal) => Promise<void>,
): Promise<void> {
  const limit = pLimit(count)
  const failed = new AbortController()
  const stop = AbortSignal.any([signal, failed.signal])
  const working = items.map((item) =>
    limit(async () => {
      stop.throwIfAborted()
      await work(item, stop)
    }).catch((error: unknown) => failed.abort(error)),
  )
  await Promise.all(working)
  stop.throwIfAborted()
}

function isWorthAnotherTry(error: unknown): boolean {
  if (error instanceof UnreachableError) return true
  return error instanceof CuepointError && error.retryable === 'soon'
}

function differs(key: string): CuepointError {
  return new CuepointError('move-differs', `${key} did not arrive as it was.`, {
    retryable: 'soon',
    remedy: 'Nothing was deleted. Check the disk and the network, and start the move again.',
  })
}
