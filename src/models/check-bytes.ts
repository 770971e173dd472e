import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { RemoteFile } from './remote-file.ts'

/**
 * Compares what lies on the disk with the checksum of the table, or else with the hub's etag: 64 digits are the sha256
 * of the bytes, 40 the sha1 of git's blob (`blob <length>\0` and the bytes). Null: they agree.
 */
export async function findDifference(
  path: string,
  { file, etag, bytes }: RemoteFile,
  signal: AbortSignal,
): Promise<{ expected: string; found: string } | null> {
  const expected = file.sha256 ?? etag
  const isGit = /^[0-9a-f]{40}$/.test(expected)
  if (!isGit && !/^[0-9a-f]{64}$/.test(expected)) return null
  const hash = createHash(isGit ? 'sha1' : 'sha256')
  if (isGit) hash.update(`blob ${bytes}\0`)
  await pipeline(createReadStream(path), hash, { signal })
  const found = hash.digest('hex')
  return found === expected ? null : { expected, found }
}
