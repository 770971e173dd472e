import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { isLocked, tryLock } from '../../models/process-lock.ts'

/** A folder in `directory` that is this process's own as long as it lives; several processes may share `directory`. */
export interface CacheFolder extends AsyncDisposable {
  readonly path: string
  /** Removes the folders of processes that died. */
  removeLeftovers(): Promise<void>
}

const prefix = 's3-'
const lockSuffix = '.lock'

/** Disposing removes it. */
export async function openCacheFolder(directory: string): Promise<CacheFolder> {
  const path = join(directory, `${prefix}${randomUUID()}`)
  const lock = await tryLock(`${path}${lockSuffix}`)
  await mkdir(path, { recursive: true, mode: 0o700 })
  return {
    path,
    removeLeftovers: () => removeLeftovers(directory),
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true, maxRetries: 3 })
      await lock?.[Symbol.asyncDispose]()
    },
  }
}

async function removeLeftovers(directory: string): Promise<void> {
  const names = await readdir(directory).catch(() => [])
  const folders = new Set(
    names
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(0, name.endsWith(lockSuffix) ? -lockSuffix.length : undefined)),
  )
  for (const name of folders) {
    const path = join(directory, name)
    if (await isLocked(`${path}${lockSuffix}`)) continue
    // What cannot be removed is looked at again at the next time.
    for (const left of [path, `${path}${lockSuffix}`])
      await rm(left, { recursive: true, force: true, maxRetries: 3 }).catch(() => undefined)
  }
}
