import { randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { lstat, open, realpath, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { InvalidInputError, NotFoundError } from '../../domain/errors.ts'
import { keyParts } from '../../domain/object-key.ts'
import type { ByteRange, ObjectStorage } from '../../ports/object-storage.ts'
import { hasErrorCode, toStorageError } from './disk-errors.ts'
import { makeFolder, removeEmptyFolders, syncFolder } from './durable-folders.ts'
import { incomingFolder, openIncoming } from './incoming.ts'
import { listFiles } from './list-files.ts'

export interface DiskConfig {
  readonly directory: string
  /** Half-received files of dead processes go once nothing was written to them for so long. 0: no other process is alive. */
  readonly leftoversOlderThanSeconds?: number
}

/** Where other processes may be receiving: nothing that still grows is as old as this. */
const abandonedAfterSeconds = 24 * 3600

/**
 * Objects as files below `directory`, a key as the path. Bytes arrive in a folder of their own, are synced and moved to
 * their place. Symbolic links are followed only as long as they stay inside.
 */
export function createDiskStorage({
  directory,
  leftoversOlderThanSeconds = abandonedAfterSeconds,
}: DiskConfig): ObjectStorage {
  const incoming = openIncoming(directory, leftoversOlderThanSeconds)

  async function write(key: string, content: Readable, signal?: AbortSignal) {
    try {
      signal?.throwIfAborted()
      const path = pathOf(key)
      await using arrived = await incoming.receive(content, signal)
      await moveTo(path, arrived.path)
      return { sizeBytes: arrived.sizeBytes }
    } catch (error) {
      content.destroy()
      signal?.throwIfAborted()
      throw toStorageError(error, directory)
    }
  }

  async function adopt(key: string, source: string, signal?: AbortSignal) {
    signal?.throwIfAborted()
    const path = pathOf(key)
    const sizeBytes = await syncFile(source)
    try {
      if (sizeBytes === null) return await copyAndRemove(key, source, signal)
      await moveTo(path, source)
      return { sizeBytes }
    } catch (error) {
      if (hasErrorCode(error, 'EXDEV')) return copyAndRemove(key, source, signal)
      throw toStorageError(error, directory)
    }
  }

  /** For a source on another file system, or a link, which would move instead of its file. */
  async function copyAndRemove(key: string, source: string, signal?: AbortSignal) {
    const written = await write(key, createReadStream(source), signal)
    await rm(source)
    return written
  }

  async function moveTo(path: string, source: string) {
    for (let attempt = 1; ; attempt++) {
      const folder = dirname(path)
      await checkInside(folder)
      try {
        await makeFolder(folder)
        await rename(source, path)
        await syncFolder(folder)
        return
      } catch (error) {
        // Whoever deletes the last file of a folder takes the folder along, and may do so between the two steps.
        if (!hasErrorCode(error, 'ENOENT') || attempt === 5) throw error
      }
    }
  }

  async function openObject(key: string) {
    const path = pathOf(key)
    try {
      await checkInside(path)
      const handle = await open(path, 'r')
      const facts = await handle.stat({ bigint: true })
      if (facts.isFile()) return { handle, facts, path }
      await handle.close()
      return null
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT', 'ENOTDIR')) return null
      throw toStorageError(error, directory)
    }
  }

  function pathOf(key: string): string {
    const parts = keyParts(key)
    if (parts[0] === incomingFolder)
      throw new InvalidInputError(`A key does not start with ${incomingFolder}/, found ${key}.`)
    return join(directory, ...parts)
  }

  /** Of the path as far as it exists: where it really is, behind symbolic links. */
  async function checkInside(path: string): Promise<void> {
    if (path === directory) return
    try {
      const real = await realpath(path)
      if (real.startsWith((await realpath(directory)) + sep)) return
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error
      await checkInside(dirname(path))
      return
    }
    throw new InvalidInputError(`${path} is a symbolic link that leads out of ${directory}.`)
  }

  return {
    write,
    adopt,
    async read(key, range) {
      const object = await openObject(key)
      if (!object) throw new NotFoundError('stored object', key)
      if (!range) return object.handle.createReadStream()
      const problem = rangeProblem(range, Number(object.facts.size))
      if (problem === null) return object.handle.createReadStream({ ...range })
      await object.handle.close()
      throw new InvalidInputError(`${problem}, of the stored object ${key}.`)
    },
    async stat(key) {
      const object = await openObject(key)
      if (!object) return null
      await object.handle.close()
      const { size, mtimeNs, ino, mtime } = object.facts
      // Two writes within one tick of the clock differ in the inode, two files with one inode in the time.
      const etag = [size, mtimeNs, ino].map((number) => number.toString(36)).join('-')
      return { sizeBytes: Number(size), etag, modifiedAt: mtime }
    },
    async withFile(key, use, signal) {
      signal?.throwIfAborted()
      const object = await openObject(key)
      if (!object) throw new NotFoundError('stored object', key)
      await object.handle.close()
      return use(object.path)
    },
    signedUrl: () => Promise.resolve(null),
    async delete(key) {
      const path = pathOf(key)
      await checkInside(dirname(path))
      await removing(path, async () => {
        if (!(await lstat(path)).isDirectory()) await unlink(path)
      })
    },
    async deleteFolder(prefix) {
      const path = pathOf(prefix)
      await checkInside(dirname(path))
      await removing(path, async () => {
        if ((await lstat(path)).isDirectory()) await rm(path, { recursive: true, maxRetries: 3 })
      })
    },
    async move(from, to, signal) {
      signal?.throwIfAborted()
      const object = await openObject(from)
      if (!object) throw new NotFoundError('stored object', from)
      await object.handle.close()
      const target = pathOf(to)
      try {
        await moveTo(target, object.path)
        if (dirname(object.path) !== dirname(target)) await removing(object.path, noRemoval)
      } catch (error) {
        throw toStorageError(error, directory)
      }
    },
    list: (prefix) => listFiles(directory, prefix === '' ? '' : keyParts(prefix).join('/')),
    async check(signal) {
      const key = `check-${randomUUID()}`
      await write(key, Readable.from([Buffer.from('check')]), signal)
      await removing(pathOf(key), () => unlink(pathOf(key)))
    },
    [Symbol.asyncDispose]: () => incoming[Symbol.asyncDispose](),
  }

  async function removing(path: string, remove: () => Promise<void>) {
    try {
      await remove()
      await syncFolder(dirname(path))
      await removeEmptyFolders(dirname(path), directory)
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw toStorageError(error, directory)
    }
  }
}

/** Only the folders that are empty now go. */
const noRemoval = () => Promise.resolve()

/** Makes the bytes durable and gives their number; null for what is no ordinary file. */
async function syncFile(path: string): Promise<number | null> {
  if (!(await lstat(path)).isFile()) return null
  await using handle = await open(path, 'r')
  await handle.sync()
  return (await handle.stat()).size
}

function rangeProblem({ start, end }: ByteRange, sizeBytes: number): string | null {
  const isRange = Number.isSafeInteger(start) && Number.isSafeInteger(end) && start >= 0
  if (isRange && start <= end && start < sizeBytes) return null
  return `Expected a range within 0 to ${sizeBytes - 1}, found ${start} to ${end}`
}
