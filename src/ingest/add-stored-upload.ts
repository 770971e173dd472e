import { createHash } from 'node:crypto'
import { videoFolder } from '../library/stray-folders.ts'
import { selectVideos, type VideoRecord } from '../library/video-record.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { addUpload, type AddDeps, type Upload } from './add-upload.ts'
import { originalKey } from './store-upload.ts'

export interface StoredObjectUpload extends Omit<Upload, 'source' | 'id'> {
  /** An object of the storage. It is moved, unless its bytes are in the library already. */
  readonly key: string
  /** The video that it becomes. Whoever is cut off tries again with the same. */
  readonly videoId: string
}

/**
 * As `addUpload`, for a file that has reached the storage by another way. Each step finds what an earlier try has done: it
 * becomes one video, even if the process died in the middle. The object is read once, for its hash.
 */
export async function addStoredUpload(
  { key, videoId, ...upload }: StoredObjectUpload,
  deps: AddDeps,
  signal?: AbortSignal,
): Promise<{ video: VideoRecord; existing: boolean }> {
  const [added] = await selectVideos(deps.database, 'where v.id = $1', [videoId])
  if (added) return { video: added, existing: false }
  const moved = originalKey(videoFolder(videoId), upload.fileName)
  const isThere = (await deps.storage.stat(key)) !== null
  const facts = await hashObject(isThere ? key : moved, deps.storage, signal)
  const [same] = await selectVideos(deps.database, 'where v.content_hash = $1', [facts.contentHash])
  if (same) return { video: same, existing: true }
  const source = { kind: 'object' as const, ...facts, key: isThere ? key : null }
  return addUpload({ ...upload, id: videoId, source }, deps, signal)
}

async function hashObject(
  key: string,
  storage: ObjectStorage,
  signal?: AbortSignal,
): Promise<{ contentHash: string; sizeBytes: number }> {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const content = await storage.read(key)
  for await (const bytes of content.iterator({ destroyOnReturn: true }) as AsyncIterable<Buffer>) {
    signal?.throwIfAborted()
    hash.update(bytes)
    sizeBytes += bytes.length
  }
  return { contentHash: hash.digest('hex'), sizeBytes }
}
