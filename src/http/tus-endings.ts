import { Readable } from 'node:stream'
import { CuepointError } from '../domain/errors.ts'
import { addStoredUpload } from '../ingest/add-stored-upload.ts'
import { addUpload, type AddDeps } from '../ingest/add-upload.ts'
import type { UploadLocks } from '../library/upload-locks.ts'
import type { UploadOutcome, UploadStore, WholeUpload } from '../ports/upload-store.ts'
import { cleanFileName } from './file-name.ts'
import { uploadFields } from './schemas/video.ts'

export interface EndingDeps extends AddDeps {
  readonly store: UploadStore
  /** Null where no other process can be at work. */
  readonly locks: UploadLocks | null
}

/** Turns finished uploads into videos, each once, however often and at once it is asked for. */
export function createTusEndings(
  deps: EndingDeps,
): (id: string) => Promise<Readonly<Record<string, string>>> {
  const running = new Map<string, Promise<UploadOutcome>>()
  return async (id) => {
    const current =
      running.get(id) ??
      alone(id, deps.locks, () => end(id, deps)).finally(() => running.delete(id))
    running.set(id, current)
    const { videoId, existing } = await current
    return { 'cuepoint-video-id': videoId, 'cuepoint-existing': String(existing) }
  }
}

/** Other processes wait; once it is their turn they find what it became. */
async function alone<T>(id: string, locks: UploadLocks | null, work: () => Promise<T>): Promise<T> {
  if (!locks) return work()
  const lock = locks.newLock(`${id} end`)
  await lock.lock(new AbortController().signal, () => undefined)
  try {
    return await work()
  } finally {
    await lock.unlock()
  }
}

async function end(id: string, deps: EndingDeps): Promise<UploadOutcome> {
  const { store } = deps
  const known = await store.outcomeOf(id)
  if (known) return known
  try {
    const { video, existing } = await addWhole(await store.takeWhole(id), deps)
    const outcome = { videoId: video.id, existing }
    await store.finish(id, outcome)
    return outcome
  } catch (error) {
    // What another try can mend keeps its bytes: the client asks again for the end of its upload.
    if (error instanceof CuepointError && error.retryable === 'never') await store.forget(id)
    throw error
  }
}

function addWhole({ metadata, place }: WholeUpload, deps: AddDeps) {
  const details = readDetails(metadata)
  switch (place.kind) {
    case 'file':
      return addUpload({ ...details, source: { ...place, takeOver: true } }, deps)
    case 'object':
      return addStoredUpload({ ...details, key: place.key, videoId: place.videoId }, deps)
    case 'nothing':
      return addUpload({ ...details, source: { kind: 'stream', content: Readable.from([]) } }, deps)
  }
}

/** What the client says about the file; checked when the upload begins, long before it ends. */
export function readDetails(metadata: WholeUpload['metadata'] | undefined) {
  const { filename, name, ...rest } = metadata ?? {}
  const given = Object.entries(rest).filter(([, value]) => value !== null && value !== '')
  const details = uploadFields.parse(Object.fromEntries(given))
  return { ...details, fileName: cleanFileName(filename ?? name) }
}
