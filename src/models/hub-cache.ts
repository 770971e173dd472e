import { randomUUID } from 'node:crypto'
import { mkdir, readFile, readlink, rename, stat, symlink } from 'node:fs/promises'
import { basename, dirname, join, relative } from 'node:path'
import type { ModelFile, ModelRow } from './model.ts'

/**
 * The part of the Hugging Face cache that belongs to one repository, laid out as huggingface_hub does it:
 * `blobs/<etag>` holds the bytes and `snapshots/<commit>/<path>` links to them; `refs/<name>` names a commit.
 */
export interface CachedRepository {
  readonly folder: string
  /** Where locks on it are; beside the repositories, because other programs count the files in them. */
  readonly lock: string
}

export function cachedRepository(cacheDirectory: string, repo: string): CachedRepository {
  const name = `models--${repo.replaceAll('/', '--')}`
  return {
    folder: join(cacheDirectory, name),
    lock: join(cacheDirectory, '.locks', name, 'cuepoint.lock'),
  }
}

export function blobPath({ folder }: CachedRepository, etag: string): string {
  return join(folder, 'blobs', etag)
}

export function partialPath(repository: CachedRepository, etag: string): string {
  return `${blobPath(repository, etag)}.incomplete`
}

export function snapshotFolder({ folder }: CachedRepository, commit: string): string {
  return join(folder, 'snapshots', commit)
}

/** The snapshot that has all files of the model: of the pinned commit, or of the branch that other programs fetched. */
export async function findSnapshot(
  repository: CachedRepository,
  model: ModelRow,
): Promise<string | null> {
  const pinned = snapshotFolder(repository, model.revision)
  if (await hasAll(model.files, (file) => hasFile(pinned, file))) return pinned
  const main = await readFile(join(repository.folder, 'refs', 'main'), 'utf8').catch(() => null)
  if (main === null) return null
  const latest = snapshotFolder(repository, main.trim())
  const isSame = (file: ModelFile) => isSameBytes(latest, file)
  return (await hasAll(model.files, isSame)) ? latest : null
}

/** Bytes of the model that are here, those of an interrupted download too, as far as the table names their blobs. */
export async function cachedBytes(repository: CachedRepository, model: ModelRow): Promise<number> {
  const snapshot = snapshotFolder(repository, model.revision)
  const sizes = model.files.map(async (file) => {
    if (await hasFile(snapshot, file)) return file.bytes
    return file.sha256 === null ? 0 : sizeOf(partialPath(repository, file.sha256))
  })
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}

/** Whether a file is there with the size that the table gives. */
export async function hasFile(folder: string, file: ModelFile): Promise<boolean> {
  const found = await stat(join(folder, file.path)).catch(() => null)
  return found?.isFile() === true && (file.isApproximate === true || found.size === file.bytes)
}

/** Makes `snapshots/<commit>/<path>` stand for the blob, in place of whatever stood there. */
export async function linkIntoSnapshot(
  snapshot: string,
  path: string,
  blob: string,
): Promise<void> {
  const target = join(snapshot, path)
  await mkdir(dirname(target), { recursive: true })
  // Where links need a privilege, huggingface_hub too keeps the file itself in the snapshot.
  if (process.platform === 'win32') return rename(blob, target)
  const link = `${target}.${randomUUID()}`
  await symlink(relative(dirname(target), blob), link)
  await rename(link, target)
}

/** Of another commit only what is surely the same: a link to a blob that carries the pinned checksum as its name. */
async function isSameBytes(folder: string, file: ModelFile): Promise<boolean> {
  if (!(await hasFile(folder, file))) return false
  if (file.sha256 === null) return true
  const blob = await readlink(join(folder, file.path)).catch(() => '')
  return basename(blob) === file.sha256
}

async function hasAll(
  files: readonly ModelFile[],
  has: (file: ModelFile) => Promise<boolean>,
): Promise<boolean> {
  return (await Promise.all(files.map(has))).every(Boolean)
}

/** 0 for what is not there. */
export async function sizeOf(path: string): Promise<number> {
  return (await stat(path).catch(() => null))?.size ?? 0
}
