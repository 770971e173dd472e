import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { InvalidInputError } from '../domain/errors.ts'
import { fileError } from './file-error.ts'

/** The file itself, or the wanted files in the folder and its folders, in order; hidden ones are left out. */
export async function filesBelow(
  path: string,
  isWanted: (file: string) => boolean,
): Promise<string[]> {
  const facts = await stat(path).catch(() => null)
  if (!facts) {
    throw new InvalidInputError(`There is no file or folder ${path}.`, { code: 'usage' })
  }
  if (!facts.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true }).catch(
    (error: unknown) => {
      throw fileError(path, error)
    },
  )
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(isWanted)
    .filter((file) => !/(^|[/\\])\.[^/\\.]/.test(file.slice(path.length)))
    .sort((a, b) => a.localeCompare(b))
}
