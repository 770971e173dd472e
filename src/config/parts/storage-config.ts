import { join } from 'node:path'
import type { SettingsReader } from '../read-settings.ts'
import { settings } from '../settings.ts'

export type StorageConfig = DiskStorageConfig | S3StorageConfig

export interface DiskStorageConfig {
  readonly kind: 'disk'
  readonly directory: string
}

export interface S3StorageConfig {
  readonly kind: 's3'
  readonly bucket: string
  /** Put in front of every key, without slashes at its ends; empty for none. */
  readonly prefix: string
  /** Null: as the AWS SDK finds it. */
  readonly endpoint: string | null
  /** Under which browsers reach the storage. Null: the endpoint. */
  readonly publicEndpoint: string | null
  /** Null: as the AWS SDK finds it. */
  readonly region: string | null
  /** The bucket in the path and not in the host name, as most servers of one's own want it. */
  readonly forcePathStyle: boolean
  /** Where originals lie for a while when programs have to read them. */
  readonly cacheDirectory: string
}

export function storageConfig(read: SettingsReader, dataDirectory: string): StorageConfig {
  const kind = read.value(settings.storage)
  switch (kind) {
    case 'disk':
      return { kind, directory: join(dataDirectory, 'files') }
    case 's3':
      return {
        kind,
        bucket: read.optional(settings.s3Bucket) ?? '',
        prefix: (read.optional(settings.s3Prefix) ?? '').replaceAll(/^\/+|\/+$/g, ''),
        endpoint: read.optional(settings.s3Endpoint),
        publicEndpoint: read.optional(settings.s3PublicEndpoint),
        region: read.optional(settings.awsRegion),
        forcePathStyle: read.value(settings.s3ForcePathStyle),
        cacheDirectory: join(dataDirectory, 'cache'),
      }
  }
}
