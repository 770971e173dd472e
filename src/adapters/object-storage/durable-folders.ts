import { mkdir, open, rmdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { hasErrorCode } from './disk-errors.ts'

/** Makes a folder and those above it that are missing, down from `root`; each one survives a power cut. */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder)
  } catch (error) {
    if (hasErrorCode(error, 'EEXIST')) return
    if (!hasErrorCode(error, 'ENOENT')) throw error
    await makeFolder(dirname(folder))
    await makeFolder(folder)
    return
  }
  await syncFolder(dirname(folder))
}

/** Removes a folder and those above it, below `root`, as far as they are empty. */
export async function removeEmptyFolders(folder: string, root: string): Promise<void> {
  for (let empty = folder; empty !== root; empty = dirname(empty)) {
    try {
      await rmdir(empty)
    } catch (error) {
      if (hasErrorCode(error, 'ENOENT')) continue
      return
    }
  }
}

/** A name that was made, moved or removed in it is on disk afterwards. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    await using handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    // Some network file systems cannot, and one of them may hold the library; a folder that is gone needs none.
    if (!hasErrorCode(error, 'EINVAL', 'ENOTSUP', 'ENOENT')) throw error
  }
}
