import type { S3Client } from '@aws-sdk/client-s3'
import type { S3StorageConfig } from '../../config/parts/storage-config.ts'
import { InvalidInputError } from '../../domain/errors.ts'
import { keyParts } from '../../domain/object-key.ts'
import { createS3Client, type S3Connection } from './client.ts'
import { toS3Error, type S3Place } from './errors.ts'

/** Keys and time-outs are for tests; otherwise the AWS SDK finds the keys. */
export type S3BucketConfig = Omit<S3StorageConfig, 'kind' | 'cacheDirectory'> &
  Pick<S3Connection, 'credentials' | 'silenceMs'>

/** A bucket as far as it is ours. */
export interface S3Bucket extends Disposable {
  readonly client: S3Client
  /** Signs what browsers ask for, under the address at which they reach the server. */
  readonly publicClient: S3Client
  readonly name: string
  /** In front of every key, with the slash at its end; or empty. */
  readonly keyPrefix: string
  readonly place: S3Place
  /** The time of the server by its last answer, in ms: a clock here that is wrong makes nothing in it look old. */
  now(): number
  /** The whole key of an object. Throws `invalid-input` for whatever is no key. */
  objectKey(key: string): string
  /** Rejects as `work` does, with the reason of an abort, or with what an error of S3 means: “may not `action`”. */
  ask<T>(action: string, work: Promise<T>, signal?: AbortSignal): Promise<T>
}

/** Of Amazon and of most others: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-keys.html */
const maxKeyBytes = 1024

export function openS3Bucket(config: S3BucketConfig): S3Bucket {
  const { bucket, prefix, endpoint, publicEndpoint, region } = config
  const client = createS3Client(config)
  const publicClient =
    publicEndpoint === null ? client : createS3Client({ ...config, endpoint: publicEndpoint })
  const place = { bucket, endpoint, region }
  const keyPrefix = prefix === '' ? '' : `${prefix}/`
  return {
    client,
    publicClient,
    name: bucket,
    keyPrefix,
    place,
    now: () => Date.now() + client.config.systemClockOffset,
    objectKey(key) {
      const whole = `${keyPrefix}${keyParts(key).join('/')}`
      const bytes = Buffer.byteLength(whole)
      if (bytes <= maxKeyBytes) return whole
      throw new InvalidInputError(
        `Expected a key of at most ${maxKeyBytes} bytes with its prefix, found ${bytes}: ${key}.`,
      )
    },
    async ask(action, work, signal) {
      try {
        return await work
      } catch (error) {
        signal?.throwIfAborted()
        throw toS3Error(error, action, place)
      }
    },
    [Symbol.dispose]() {
      client.destroy()
      publicClient.destroy()
    },
  }
}
