import { randomUUID } from 'node:crypto'
import { rm, statfs } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { MissingPartError } from '../../domain/errors.ts'
import { untilAborted } from '../../domain/until-aborted.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { openCacheFolder, type CacheFolder } from './s3-cache-folder.ts'
import { hasErrorCode } from './disk-errors.ts'
import { downloadObject } from './s3-download.ts'
import { findObject, type ObjectFacts } from './s3-objects.ts'

interface LocalCopy {
  readonly path: string
  readonly sizeBytes: number
  readonly ready: Promise<void>
  /** Ends the download. */
  readonly stop: AbortController
  arrivedBytes: number
  users: number
  expiry: NodeJS.Timeout | null
}

export interface LocalCopies extends AsyncDisposable {
  withFile<T>(key: string, use: (path: string) => Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Of copies that nobody uses just now. */
interface Kept {
  readonly ms: number
  /** Of all copies; those that were used last stay. */
  readonly bytes: number
}

/** The stages of a video follow one another and read the same original. */
const usually: Kept = { ms: 10 * 60_000, bytes: 8 * 1024 ** 3 }

/** Left free for everything else on the disk. */
const reserveBytes = 64 * 1024 ** 2

/** Objects as local files: one download for all who need the same bytes at once or soon after. */
export function openLocalCopies(
  bucket: S3Bucket,
  directory: string,
  kept: Kept = usually,
): LocalCopies {
  const copies = new Map<string, LocalCopy>()
  let opening: Promise<CacheFolder> | null = null

  const ownFolder = async (): Promise<CacheFolder> => {
    opening ??= openCacheFolder(directory)
    try {
      return await opening
    } catch (error) {
      opening = null
      throw toCacheError(error, directory)
    }
  }

  async function take(key: string, signal?: AbortSignal): Promise<[string, LocalCopy]> {
    const facts = await findObject(bucket, key, signal)
    const folder = await ownFolder()
    const name = `${facts.quotedEtag} ${key}`
    const copy = copies.get(name) ?? begin(name, key, facts, folder)
    copy.users++
    if (copy.expiry) clearTimeout(copy.expiry)
    copy.expiry = null
    return [name, copy]
  }

  function begin(name: string, key: string, facts: ObjectFacts, folder: CacheFolder): LocalCopy {
    const path = join(folder.path, `${randomUUID()}${plainExtension(key)}`)
    const stop = new AbortController()
    const download = async () => {
      await folder.removeLeftovers()
      await makeRoom(copy, folder.path)
      const onBytes = (count: number) => {
        copy.arrivedBytes += count
      }
      await downloadObject(bucket, key, facts, { path, onBytes, signal: stop.signal })
    }
    const copy: LocalCopy = {
      path,
      sizeBytes: facts.sizeBytes,
      // A copy is in the map before its download asks how much room the others need.
      ready: Promise.resolve()
        .then(download)
        .catch((error: unknown) => {
          if (copies.get(name) === copy) copies.delete(name)
          throw toCacheError(error, directory)
        }),
      stop,
      arrivedBytes: 0,
      users: 0,
      expiry: null,
    }
    copy.ready.catch(() => undefined)
    copies.set(name, copy)
    return copy
  }

  /** Rejects with `disk-full` (waits) when it does not fit beside the downloads under way. */
  async function makeRoom(copy: LocalCopy, folder: string): Promise<void> {
    const underWay = [...copies.values()].map((one) => one.sizeBytes - one.arrivedBytes)
    const needed = underWay.reduce((sum, bytes) => sum + bytes, reserveBytes)
    for (const [name, unused] of [...copies].filter(([, one]) => one.users === 0)) {
      if ((await freeBytes(folder)) >= needed) return
      await forget(name, unused)
    }
    if ((await freeBytes(folder)) < needed) throw noRoom(directory, copy.sizeBytes)
  }

  async function release(name: string, copy: LocalCopy): Promise<void> {
    if (--copy.users > 0) return
    const isWhole = copy.arrivedBytes === copy.sizeBytes
    if (!isWhole || copies.get(name) !== copy) return forget(name, copy)
    copy.expiry = setTimeout(() => void forget(name, copy), kept.ms).unref()
    // The map is in the order of last use.
    copies.delete(name)
    copies.set(name, copy)
    let bytes = 0
    for (const [other, one] of [...copies].toReversed()) {
      bytes += one.sizeBytes
      if (one.users === 0 && bytes > kept.bytes) await forget(other, one)
    }
  }

  async function forget(name: string, copy: LocalCopy): Promise<void> {
    if (copy.expiry) clearTimeout(copy.expiry)
    if (copies.get(name) === copy) copies.delete(name)
    copy.stop.abort()
    await copy.ready.catch(() => undefined)
    await rm(copy.path, { force: true })
  }

  return {
    async withFile(key, use, signal) {
      signal?.throwIfAborted()
      const [name, copy] = await take(key, signal)
      try {
        await untilAborted(copy.ready, signal)
        return await use(copy.path)
      } finally {
        await release(name, copy)
      }
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...copies].map(([name, copy]) => forget(name, copy)))
      const folder = await opening?.catch(() => null)
      await folder?.[Symbol.asyncDispose]()
    },
  }
}

async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Programs look at it to tell captions from video; nothing of a key is trusted beyond that. */
function plainExtension(key: string): string {
  const extension = extname(key)
  return /^\.[a-z0-9]{1,8}$/i.test(extension) ? extension : ''
}

function noRoom(directory: string, neededBytes: number, cause?: unknown): MissingPartError {
  return new MissingPartError(
    'disk-full',
    `There is no room in ${directory} for a copy of ${Math.ceil(neededBytes / 1e6)} MB that programs can read.`,
    'Make room on that disk, or choose another with CUEPOINT_DATA_DIR; the work goes on by itself.',
    cause,
  )
}

function toCacheError(error: unknown, directory: string): unknown {
  if (hasErrorCode(error, 'ENOSPC', 'EDQUOT')) return noRoom(directory, 0, error)
  if (!hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) return error
  return new MissingPartError(
    'storage-denied',
    `Cuepoint may not write to ${directory}: ${error instanceof Error ? error.message : ''}.`,
    'Let the account that Cuepoint runs under read and write that folder.',
    error,
  )
}
