import type { StorageConfig } from '../../config/config.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { createDiskStorage } from './disk.ts'

export function createObjectStorage(config: StorageConfig): ObjectStorage {
  return createDiskStorage(config)
}
