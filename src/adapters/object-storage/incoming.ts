import { randomUUID } from 'node:crypto'
import { open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { makeFolder } from './durable-folders.ts'

/** Where bytes arrive, on the file system of the objects so that a finished file is only moved. No key leads here. */
export const incomingFolder = '.incoming'

interface Incoming extends AsyncDisposable {
  /** The content as a finished file that is on disk. Disposing removes it, unless it was moved away. */
  receive(content: Readable, signal?: AbortSignal): Promise<Arrived>
}

interface Arrived extends AsyncDisposable {
  readonly path: string
  readonly sizeBytes: number
}

/** What crashes left that is older than so many seconds is removed in the background. */
export function openIncoming(directory: string, leftoversOlderThanSeconds: number): Incoming {
  const folder = join(directory, incomingFolder)
  const sweeping = sweep(folder, leftoversOlderThanSeconds * 1000)
  return {
    async receive(content, signal) {
      // What arrives now is no leftover.
      await sweeping
      await makeFolder(folder)
      const path = join(folder, randomUUID())
      try {
        await using file = await open(path, 'wx')
        await pipeline(content, (chunks: AsyncIterable<Uint8Array>) => file.writeFile(chunks), {
          signal,
        })
        await file.sync()
        const { size } = await file.stat()
        return { path, sizeBytes: size, [Symbol.asyncDispose]: () => rm(path, { force: true }) }
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
    },
    [Symbol.asyncDispose]: () => sweeping,
  }
}

async function sweep(folder: string, abandonedAfterMs: number): Promise<void> {
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name)
    try {
      const { mtimeMs } = await stat(path)
      if (Date.now() - mtimeMs >= abandonedAfterMs) await rm(path)
    } catch {
      // Gone meanwhile, or not ours to remove: the next start looks again.
    }
  }
}
