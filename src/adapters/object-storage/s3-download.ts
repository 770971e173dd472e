import { open, rm, type FileHandle } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { TemporaryError, UnreachableError } from '../../domain/errors.ts'
import type { S3Bucket } from '../s3/bucket.ts'
import { openObject, type ObjectFacts } from './s3-objects.ts'

interface DownloadOptions {
  readonly path: string
  readonly onBytes: (count: number) => void
  readonly signal: AbortSignal
}

const attempts = 5

/**
 * Streams an object into a new file. A line that breaks is taken up where it broke, as long as each try brings bytes or
 * few tries in a row brought none. Leaves nothing when it rejects.
 */
export async function downloadObject(
  bucket: S3Bucket,
  key: string,
  { sizeBytes, quotedEtag }: ObjectFacts,
  { path, onBytes, signal }: DownloadOptions,
): Promise<void> {
  try {
    await using file = await open(path, 'wx', 0o600)
    let done = 0
    for (let failures = 0; done < sizeBytes;) {
      const before = done
      try {
        const range = done === 0 ? undefined : { start: done, end: sizeBytes - 1 }
        const { body } = await openObject(bucket, key, { range, quotedEtag, signal })
        for await (const chunk of inOrder(body, file, signal)) {
          done += chunk
          onBytes(chunk)
        }
        if (done === before) throw shortened(key)
      } catch (error) {
        signal.throwIfAborted()
        failures = done > before ? 1 : failures + 1
        if (!(error instanceof UnreachableError) || failures >= attempts) throw error
        await sleep(200 * 2 ** failures, undefined, { signal })
      }
    }
    if (done !== sizeBytes) throw shortened(key)
  } catch (error) {
    await rm(path, { force: true })
    signal.throwIfAborted()
    throw error
  }
}

/** The numbers of bytes as they are written. */
async function* inOrder(
  body: AsyncIterable<unknown>,
  file: FileHandle,
  signal: AbortSignal,
): AsyncGenerator<number> {
  for await (const chunk of body) {
    signal.throwIfAborted()
    if (!(chunk instanceof Uint8Array)) continue
    await file.writeFile(chunk)
    yield chunk.length
  }
}

function shortened(key: string): TemporaryError {
  return new TemporaryError('storage-damaged', `The stored object ${key} came shorter than it is.`)
}
