import { mkdir, rmdir, stat, utimes } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * A folder that one process at a time can make. Its holder touches it, so that one that was killed is noticed and
 * its lock taken over; process numbers would not do, since containers that share a cache all have the same ones.
 * Null: somebody else holds it.
 */
export async function tryLock(path: string): Promise<AsyncDisposable | null> {
  await mkdir(dirname(path), { recursive: true })
  if (!(await make(path))) {
    if (await isLocked(path)) return null
    await rmdir(path).catch(() => undefined)
    if (!(await make(path))) return null
  }
  const heartbeat = setInterval(() => {
    const now = new Date()
    utimes(path, now, now).catch(() => undefined)
  }, abandonedAfterMs / 6)
  heartbeat.unref()
  return {
    async [Symbol.asyncDispose]() {
      clearInterval(heartbeat)
      await rmdir(path).catch(() => undefined)
    },
  }
}

/** Whether somebody holds it now. */
export async function isLocked(path: string): Promise<boolean> {
  const lock = await stat(path).catch(() => null)
  return lock !== null && Date.now() - lock.mtimeMs <= abandonedAfterMs
}

const abandonedAfterMs = 30_000

async function make(path: string): Promise<boolean> {
  try {
    await mkdir(path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  }
}
