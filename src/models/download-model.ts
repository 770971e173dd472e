import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { MissingPartError } from '../domain/errors.ts'
import { findDifference } from './check-bytes.ts'
import { checkRoom } from './disk-room.ts'
import { downloadFile } from './download-file.ts'
import {
  blobPath,
  hasFile,
  linkIntoSnapshot,
  partialPath,
  sizeOf,
  snapshotFolder,
  type CachedRepository,
} from './hub-cache.ts'
import type { Hub } from './hub.ts'
import type { ModelRow } from './model.ts'
import { patiently, type Patience } from './patiently.ts'
import { describeRemoteFile, type RemoteFile } from './remote-file.ts'
import type { OnProgress } from './shared-downloads.ts'

export interface ModelDownload {
  readonly model: ModelRow
  readonly repository: CachedRepository
  readonly hub: Hub
  readonly patience: Patience
  readonly onProgress: OnProgress
  readonly signal: AbortSignal
}

/** Brings what the cache lacks of a model and returns its snapshot. Whatever stops it, a later call goes on from there. */
export async function downloadModel(download: ModelDownload): Promise<string> {
  const { model, repository, signal } = download
  const snapshot = snapshotFolder(repository, model.revision)
  await mkdir(dirname(blobPath(repository, 'any')), { recursive: true })

  const remotes = await describeMissing(download, snapshot)
  const present = await Promise.all(remotes.map((remote) => bytesHere(repository, remote)))
  const missingBytes = sum(remotes.map(({ bytes }) => bytes)) - sum(present)
  await checkRoom(repository.folder, missingBytes, model)

  const missingFiles = new Set(remotes.map(({ file }) => file))
  let doneBytes = sum(
    model.files.filter((file) => !missingFiles.has(file)).map(({ bytes }) => bytes),
  )
  const totalBytes = doneBytes + sum(remotes.map(({ bytes }) => bytes))
  for (const remote of remotes) {
    signal.throwIfAborted()
    const before = doneBytes
    await bringBlob(download, remote, (bytes) =>
      download.onProgress({ doneBytes: before + bytes, totalBytes }),
    )
    await linkIntoSnapshot(snapshot, remote.file.path, blobPath(repository, remote.etag))
    doneBytes += remote.bytes
    download.onProgress({ doneBytes, totalBytes })
  }
  return snapshot
}

async function describeMissing(
  { hub, model, patience, signal }: ModelDownload,
  snapshot: string,
): Promise<RemoteFile[]> {
  const remotes: RemoteFile[] = []
  for (const file of model.files) {
    if (await hasFile(snapshot, file)) continue
    const describe = () => describeRemoteFile(hub, model, file, signal)
    const remote = await patiently(patience, describe, () => 0, signal)
    if (!file.isApproximate && remote.bytes !== file.bytes)
      throw otherBytes(remote, `${file.bytes} bytes`, `${remote.bytes}`)
    remotes.push(remote)
  }
  return remotes
}

async function bringBlob(
  { hub, patience, repository, signal }: ModelDownload,
  remote: RemoteFile,
  onBytes: (doneBytes: number) => void,
): Promise<void> {
  const blob = blobPath(repository, remote.etag)
  const partial = partialPath(repository, remote.etag)
  if ((await sizeOf(blob)) === remote.bytes) return
  // Bytes of an interrupted run can be what is wrong: then once more from the beginning.
  let wasResumed = (await sizeOf(partial)) > 0
  for (;;) {
    await downloadFile({ hub, patience, remote, partial, onBytes, signal })
    const difference = await findDifference(partial, remote, signal)
    if (!difference) break
    await rm(partial, { force: true })
    if (!wasResumed) throw otherBytes(remote, difference.expected, difference.found)
    wasResumed = false
  }
  await persist(partial)
  await rename(partial, blob)
}

/** The name must not survive a power cut that the bytes did not. */
async function persist(path: string): Promise<void> {
  await using file = await open(path, 'r+')
  await file.sync()
}

function otherBytes(remote: RemoteFile, expected: string, found: string): MissingPartError {
  return new MissingPartError(
    'model-altered',
    `${remote.url} is not the file that was published: expected ${expected}, found ${found}. It was not kept.`,
    'Look whether HF_ENDPOINT or a proxy alters what is downloaded, then try again.',
  )
}

async function bytesHere(repository: CachedRepository, { etag }: RemoteFile): Promise<number> {
  const partial = await sizeOf(partialPath(repository, etag))
  return partial > 0 ? partial : await sizeOf(blobPath(repository, etag))
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
