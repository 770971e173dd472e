import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { CuepointError, MissingPartError } from '../../domain/errors.ts'

/** Writes a file that is not there yet, and resolves when it would survive a power cut (its name: after `syncFolder`). */
export async function writeDurably(path: string, content: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes a folder with those above it. */
export async function makeFolderDurably(path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let made = path; made !== dirname(first); made = dirname(made))
    await syncFolder(dirname(made))
}

/** New, renamed and removed names are safe only after this. */
export async function syncFolder(path: string): Promise<void> {
  // Windows lets nobody open a folder; its file systems keep names by themselves.
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Says what an error of the file system means for the person whose disk it is; others stay as they are. */
export function toFaissError(error: unknown, directory: string): unknown {
  if (error instanceof CuepointError || !(error instanceof Error) || !('code' in error))
    return error
  switch (error.code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new MissingPartError(
        'faiss-disk-full',
        `There is no room left for the FAISS index in ${directory}.`,
        'Make room on that disk, or set CUEPOINT_FAISS_DIR to a folder on another one.',
        error,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
    case 'ENOTDIR':
    case 'EEXIST':
    case 'ERR_SQLITE_ERROR':
      return new MissingPartError(
        'faiss-directory',
        `Cuepoint cannot keep a FAISS index in ${directory}: ${error.message}`,
        'Let the account that Cuepoint runs under read and write that folder, or set CUEPOINT_FAISS_DIR to another one.',
        error,
      )
    default:
      return error
  }
}
