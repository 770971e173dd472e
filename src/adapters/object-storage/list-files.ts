import { opendir, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { StoredObject } from '../../ports/object-storage.ts'
import { hasErrorCode, toStorageError } from './disk-errors.ts'
import { incomingFolder } from './incoming.ts'

/** The files below the folder of `prefix` as stored objects; files that go meanwhile are passed over. */
export async function* listFiles(directory: string, prefix: string): AsyncGenerator<StoredObject> {
  const waiting = [join(directory, prefix)]
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    for await (const { name, isFolder } of entriesOf(folder, directory)) {
      const path = join(folder, name)
      if (isFolder) {
        if (path !== join(directory, incomingFolder)) waiting.push(path)
        continue
      }
      const facts = await stat(path).catch(() => null)
      if (!facts?.isFile()) continue
      const key = relative(directory, path).replaceAll(sep, '/')
      yield { key, sizeBytes: facts.size, modifiedAt: facts.mtime }
    }
  }
}

async function* entriesOf(
  folder: string,
  directory: string,
): AsyncGenerator<{ name: string; isFolder: boolean }> {
  try {
    for await (const entry of await opendir(folder))
      yield { name: entry.name, isFolder: entry.isDirectory() }
  } catch (error) {
    if (!hasErrorCode(error, 'ENOENT', 'ENOTDIR')) throw toStorageError(error, directory)
  }
}
