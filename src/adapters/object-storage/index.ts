import type { StorageConfig } from '../../config/config.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { createDiskStorage, type DiskConfig } from './disk.ts'

export function createObjectStorage(
  config: StorageConfig & Pick<DiskConfig, 'leftoversOlderThanSeconds'>,
): ObjectStorage {
  return createDiskStorage(config)
}
