import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import {
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  paginateListObjectsV2,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3'
import { UnreachableError } from '../../../domain/errors.ts'
import { serviceTimeMs } from './clients.ts'
import { systemClock } from './clock.ts'
import { toAwsError } from './errors.ts'

/** Under this every object of ours lies, so that what was forgotten can be found. */
export const temporaryFolder = 'cuepoint-transcribe/'

/** A bucket as a place for a while. Nothing here is kept, and nothing else in the bucket is touched. */
export interface Bucket {
  readonly name: string
  upload(key: string, path: string, signal: AbortSignal): Promise<void>
  has(key: string, signal: AbortSignal): Promise<boolean>
  /** Null: there is no such object. */
  readText(key: string, signal: AbortSignal): Promise<string | null>
  /** Harmless when it is not there. */
  remove(key: string, signal: AbortSignal): Promise<void>
  /** Keys in a folder: of all objects, or of those that are at least so old by the clock of the service. */
  list(folder: string, atLeastMs: number | null, signal: AbortSignal): Promise<string[]>
}

export function openBucket(client: S3Client, name: string): Bucket {
  const asked = async <Answer>(
    action: string,
    signal: AbortSignal,
    send: () => Promise<Answer>,
  ) => {
    try {
      return await send()
    } catch (error) {
      signal.throwIfAborted()
      throw toAwsError(error, { whom: `The bucket "${name}"`, action: `s3:${action}` })
    }
  }
  const object = (key: string) => ({ Bucket: name, Key: key })

  return {
    name,
    upload: (key, path, abortSignal) =>
      asked('PutObject', abortSignal, async () => {
        const { size } = await stat(path)
        await again(mayPass, abortSignal, () =>
          client.send(
            new PutObjectCommand({
              ...object(key),
              Body: createReadStream(path),
              ContentLength: size,
              ContentType: 'audio/flac',
            }),
            { abortSignal },
          ),
        )
      }),
    has: (key, abortSignal) =>
      asked('GetObject', abortSignal, async () => {
        try {
          await client.send(new HeadObjectCommand(object(key)), { abortSignal })
          return true
        } catch (error) {
          if (error instanceof NotFound) return false
          throw error
        }
      }),
    readText: (key, abortSignal) =>
      asked('GetObject', abortSignal, () =>
        again(wasCut, abortSignal, async () => {
          try {
            const { Body } = await client.send(new GetObjectCommand(object(key)), { abortSignal })
            return (await Body?.transformToString()) ?? ''
          } catch (error) {
            if (error instanceof NoSuchKey) return null
            throw error
          }
        }),
      ),
    remove: (key, abortSignal) =>
      asked('DeleteObject', abortSignal, async () => {
        await client.send(new DeleteObjectCommand(object(key)), { abortSignal })
      }),
    list: (folder, atLeastMs, abortSignal) =>
      asked('ListBucket', abortSignal, async () => {
        const keys: string[] = []
        const pages = paginateListObjectsV2(
          { client },
          { Bucket: name, Prefix: folder },
          { abortSignal },
        )
        for await (const { Contents = [] } of pages) {
          const latestMs = serviceTimeMs(client) - (atLeastMs ?? 0)
          for (const { Key, LastModified } of Contents) {
            const isOld = atLeastMs === null || (LastModified?.getTime() ?? Infinity) <= latestMs
            if (Key !== undefined && isOld) keys.push(Key)
          }
        }
        return keys
      }),
  }
}

/** The SDK repeats no request whose body is a stream, and no answer that ends in the middle. */
async function again<Answer>(
  isWorthIt: (error: unknown) => boolean,
  signal: AbortSignal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send()
    } catch (error) {
      signal.throwIfAborted()
      if (attempt === mostAttempts || !isWorthIt(error)) throw error
    }
    await systemClock.sleep(200 * 2 ** attempt, signal)
  }
}

const mostAttempts = 4

function wasCut(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE'
}

function mayPass(error: unknown): boolean {
  return toAwsError(error, { whom: '', action: '' }) instanceof UnreachableError
}
