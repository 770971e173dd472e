import { mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import type { Upload } from '@tus/server'
import { MissingPartError } from '../../domain/errors.ts'
import type { UploadOutcome, UploadStore } from '../../ports/upload-store.ts'

/** Files of uploads under way, and for a while the ends of those that are finished: their file is in the library by then. */
export async function createDiskUploads(directory: string): Promise<UploadStore> {
  await mkdir(directory, { recursive: true })
  const files = new UploadFiles(directory)
  return {
    dataStore: files,
    outcomeOf: async (id) => readOutcome((await files.getUpload(id)).metadata),
    async takeWhole(id) {
      const { metadata = {} } = await files.getUpload(id)
      return { metadata, place: { kind: 'file', path: join(directory, id) } }
    },
    finish: (id, outcome) => files.finish(id, outcome),
    forget: (id) => files.forget(id),
    sweep: (idleMs) => files.sweep(idleMs),
    explain: (error) =>
      'code' in error && error.code === 'ENOSPC' ? noRoom(directory, error) : error,
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

class UploadFiles extends FileStore {
  constructor(directory: string) {
    super({ directory })
    // Uploads are given up by the time since their last byte, which the protocol has no word for.
    this.extensions = this.extensions.filter((name) => name !== 'expiration')
  }

  /** What a client says about its file cannot make it look finished. */
  override create(upload: Upload): Promise<Upload> {
    const entries = Object.entries(upload.metadata ?? {})
    upload.metadata = Object.fromEntries(entries.filter(([name]) => !name.startsWith('cuepoint-')))
    return super.create(upload)
  }

  override async getUpload(id: string): Promise<Upload> {
    const known = await this.configstore.get(id)
    if (known?.size === undefined || !readOutcome(known.metadata)) return super.getUpload(id)
    known.offset = known.size
    return known
  }

  /** Nothing can be added to a finished upload, but a client may repeat its last, empty step. */
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const known = await this.configstore.get(id)
    if (readOutcome(known?.metadata)) return offset
    try {
      return await super.write(content, id, offset)
    } catch (error) {
      // The file store does not say why it could not write.
      throw (await isFull(this.directory)) ? noRoom(this.directory, error) : error
    }
  }

  override async remove(id: string): Promise<void> {
    await this.getUpload(id)
    await this.forget(id)
  }

  /** The outcome is kept with the upload's own metadata. */
  async finish(id: string, { videoId, existing }: UploadOutcome): Promise<void> {
    const upload = await this.configstore.get(id)
    if (!upload) return
    upload.metadata = {
      ...upload.metadata,
      [videoIdField]: videoId,
      [existingField]: String(existing),
    }
    await this.configstore.set(id, upload)
  }

  async forget(id: string): Promise<void> {
    await rm(join(this.directory, id), { force: true })
    await rm(join(this.directory, `${id}.json`), { force: true })
  }

  async sweep(idleMs: number): Promise<void> {
    const before = Date.now() - idleMs
    for (const name of await readdir(this.directory)) {
      const id = name.replace(/\.json$/, '')
      const touched = await Promise.all(
        [id, `${id}.json`].map((file) => modifiedAt(join(this.directory, file))),
      )
      if (Math.max(...touched) < before) await this.forget(id)
    }
  }
}

const videoIdField = 'cuepoint-video-id'
const existingField = 'cuepoint-existing'

function readOutcome(metadata: Upload['metadata']): UploadOutcome | null {
  const videoId = metadata?.[videoIdField]
  const existing = metadata?.[existingField]
  if (videoId == null || existing == null) return null
  return { videoId, existing: existing === 'true' }
}

/** Less than a block or two: nothing more could have been written. */
async function isFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize < 65_536
}

/** Whoever is first to tell: the store, or the stream that it wrote from. */
function noRoom(directory: string, cause: unknown): MissingPartError {
  return new MissingPartError(
    'storage-full',
    `There is no room left for uploads in ${directory}.`,
    'Make room on that disk; the upload goes on where it stopped.',
    cause,
  )
}

async function modifiedAt(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
