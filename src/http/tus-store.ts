import { readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import type { Upload } from '@tus/server'
import { MissingPartError } from '../domain/errors.ts'

/** Files of uploads under way, and for a while the ends of those that are finished: their file is in the library by then. */
export class UploadStore extends FileStore {
  constructor(directory: string) {
    super({ directory })
    // Uploads are given up by the time since their last byte, which the protocol has no word for.
    this.extensions = this.extensions.filter((name) => name !== 'expiration')
  }

  override async getUpload(id: string): Promise<Upload> {
    const known = await this.configstore.get(id)
    if (known?.size === undefined || !outcomeOf(known.metadata)) return super.getUpload(id)
    known.offset = known.size
    return known
  }

  /** Nothing can be added to a finished upload, but a client may repeat its last, empty step. */
  override async write(content: Readable, id: string, offset: number): Promise<number> {
    const known = await this.configstore.get(id)
    if (outcomeOf(known?.metadata)) return offset
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

  /** Notes the video that an upload became, so that a client that missed the answer can ask again. */
  async finish(upload: Upload, outcome: Outcome): Promise<void> {
    upload.metadata = { ...upload.metadata, ...outcome }
    await this.configstore.set(upload.id, upload)
  }

  async forget(id: string): Promise<void> {
    await rm(join(this.directory, id), { force: true })
    await rm(join(this.directory, `${id}.json`), { force: true })
  }

  /** Removes what nobody has gone on with for `idleMs`. */
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

/** What an upload became; these are headers of the answer, and kept with the upload's own metadata. */
export interface Outcome extends Record<string, string> {
  'cuepoint-video-id': string
  'cuepoint-existing': string
}

export function outcomeOf(metadata: Upload['metadata']): Outcome | null {
  const videoId = metadata?.['cuepoint-video-id']
  const existing = metadata?.['cuepoint-existing']
  if (videoId == null || existing == null) return null
  return { 'cuepoint-video-id': videoId, 'cuepoint-existing': existing }
}

/** What a client says about its file cannot make it look finished. */
export function withoutOutcome(metadata: Upload['metadata']): NonNullable<Upload['metadata']> {
  const entries = Object.entries(metadata ?? {}).filter(([name]) => !name.startsWith('cuepoint-'))
  return Object.fromEntries(entries)
}

/** Less than a block or two: nothing more could have been written. */
async function isFull(directory: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(directory)
  return bavail * bsize < 65_536
}

/** Whoever is first to tell: the store, or the stream that it wrote from. */
export function noRoom(directory: string, cause: unknown): MissingPartError {
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
