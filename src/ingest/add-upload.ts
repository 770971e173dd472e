import { v7 as uuidv7 } from 'uuid'
import { Readable } from 'node:stream'
import { parseCaptions } from '../domain/captions/parse-captions.ts'
import { CuepointError } from '../domain/errors.ts'
import { mainStages, sideStages } from '../domain/stage.ts'
import { titleFromFileName } from '../domain/title.ts'
import type { VideoOrigin } from '../domain/video.ts'
import { readVideo } from '../library/read-video.ts'
import {
  claimFolder,
  noteStrayFolder,
  removeStrayFolder,
  videoFolder,
} from '../library/stray-folders.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Database, Queryable } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { startStages } from './start-stages.ts'
import { storeUpload, type StoredUpload, type UploadSource } from './store-upload.ts'

export interface Upload {
  /** Of the video, where an earlier try has chosen it. */
  readonly id?: string
  readonly source: UploadSource
  readonly fileName: string
  readonly title?: string | undefined
  /** BCP 47 tag of what is spoken; detected when absent. */
  readonly language?: string | undefined
  readonly captions?: CaptionsFile | undefined
  readonly origin?: VideoOrigin
  /** What a form says only after the file; asked for once the bytes are stored, and stronger than what was said before. */
  readonly afterwards?: () => Promise<UploadDetails>
}

export type UploadDetails = Partial<Pick<Upload, 'title' | 'language' | 'captions'>>

export interface CaptionsFile {
  readonly bytes: Uint8Array
  readonly fileName?: string
}

export interface AddDeps {
  readonly database: Database
  readonly storage: ObjectStorage
  readonly queue: JobQueue
}

/**
 * Takes a file into the library and starts its processing. The bytes are streamed and hashed as they pass; a file that
 * is in the library already is recognised by its SHA-256, and nothing is kept twice. Rejects with `empty-file`,
 * `invalid-captions`, `storage-full` or the abort reason, and then leaves nothing behind.
 */
export async function addUpload(
  upload: Upload,
  deps: AddDeps,
  signal?: AbortSignal,
): Promise<{ video: VideoRecord; existing: boolean }> {
  checkCaptions(upload)
  const id = upload.id ?? uuidv7()
  const folder = videoFolder(id)
  await noteStrayFolder(deps.database, folder)
  try {
    const stored = await storeUpload(upload, folder, deps.storage, signal)
    const complete = { ...upload, ...(await upload.afterwards?.()) }
    checkCaptions(complete)
    const captionsKey = await storeCaptions(complete.captions, folder, deps.storage)
    const added = await deps.database.transaction(async (tx) => {
      if (!(await insertVideo(tx, { id, upload: complete, stored, captionsKey }))) return false
      await claimFolder(tx, folder)
      await startStages(tx, id, [...mainStages, ...sideStages], deps)
      return true
    })
    if (added) return { video: await readVideo(id, deps), existing: false }
    const video = await readByHash(stored.contentHash, deps.database)
    if (video.id === id) return { video, existing: false }
    await removeStrayFolder(folder, deps)
    return { video, existing: true }
  } catch (error) {
    if (!isKept(upload, error)) await removeStrayFolder(folder, deps)
    throw error
  }
}

/** The only copy of an object that was moved stays for another try; without one it goes as a stray folder. */
function isKept({ source }: Upload, error: unknown): boolean {
  return (
    source.kind === 'object' && !(error instanceof CuepointError && error.retryable === 'never')
  )
}

/** Captions that cannot be read are refused before anything is kept. */
function checkCaptions({ captions }: UploadDetails): void {
  if (captions) parseCaptions(captions.bytes, captions.fileName)
}

/** Stores a captions file in the folder of its video; null when there is none. */
export async function storeCaptions(
  captions: CaptionsFile | undefined,
  folder: string,
  storage: ObjectStorage,
): Promise<string | null> {
  if (!captions) return null
  const extension = /\.(srt|vtt|ass|ssa)$/i.exec(captions.fileName ?? '')?.[0].toLowerCase() ?? ''
  const key = `${folder}/captions-${uuidv7()}${extension}`
  await storage.write(key, Readable.from([captions.bytes]))
  return key
}

interface NewVideo {
  readonly id: string
  readonly upload: Upload
  readonly stored: StoredUpload
  readonly captionsKey: string | null
}

/** False when the same bytes are there already, even if they came a moment ago through another request. */
async function insertVideo(
  tx: Queryable,
  { id, upload, stored, captionsKey }: NewVideo,
): Promise<boolean> {
  const inserted = await tx.query(
    `insert into videos (id, title, origin, storage_key, captions_key, file_name, size_bytes, content_hash,
                         requested_language, language)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
     on conflict (content_hash) where content_hash is not null do nothing
     returning id`,
    [
      id,
      titleOf(upload),
      upload.origin ?? 'upload',
      stored.storageKey,
      captionsKey,
      upload.fileName,
      stored.sizeBytes,
      stored.contentHash,
      upload.language?.toLowerCase() ?? null,
    ],
  )
  return inserted.length > 0
}

function titleOf({ title = '', fileName }: Upload): string {
  return title.trim() === '' ? titleFromFileName(fileName) : title.trim()
}

async function readByHash(contentHash: string, database: Queryable): Promise<VideoRecord> {
  const [found] = await database.query<{ id: string }>(
    'select id from videos where content_hash = $1',
    [contentHash],
  )
  return readVideo(found?.id ?? contentHash, { database })
}
