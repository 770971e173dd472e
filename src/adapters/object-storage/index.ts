import type { StorageConfig } from '../../config/parts/storage-config.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { createDiskStorage, type DiskConfig } from './disk.ts'

/** What one machine does not need (the SDK of S3) is loaded only where it is asked for. */
export async function createObjectStorage(
  config: StorageConfig,
  { leftoversOlderThanSeconds }: Pick<DiskConfig, 'leftoversOlderThanSeconds'>,
): Promise<ObjectStorage> {
  switch (config.kind) {
    case 'disk':
      return createDiskStorage({
        ...config,
        ...(leftoversOlderThanSeconds !== undefined && { leftoversOlderThanSeconds }),
      })
    case 's3': {
      const { createS3Storage } = await import('./s3.ts')
      return createS3Storage(config)
    }
  }
}
