import { join } from 'node:path'
import { createDiskUploads } from '../adapters/upload-store/disk.ts'
import type { UploadStore } from '../ports/upload-store.ts'
import type { App } from './create-app.ts'

/** Where resumable uploads lie: beside the files that they become. What one machine does not need is loaded only on demand. */
export async function createUploadStore({
  config,
  database,
}: Pick<App, 'config' | 'database'>): Promise<UploadStore> {
  const { storage, dataDirectory } = config
  switch (storage.kind) {
    case 'disk':
      return createDiskUploads(join(dataDirectory, 'uploads'))
    case 's3': {
      const { openS3Bucket } = await import('../adapters/s3/bucket.ts')
      const { createS3Uploads } = await import('../adapters/upload-store/s3.ts')
      return createS3Uploads(openS3Bucket(storage), database)
    }
  }
}
