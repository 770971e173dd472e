import { serverState } from '../api/server-state.ts'
import { recall, remember } from '../app/memory.ts'
import { notify } from '../app/notices.ts'
import { counted } from '../format/words.ts'
import type { FoundFile } from './found-files.ts'
import { createKeptUploads } from './kept-uploads.ts'
import { putCaptions } from './put-captions.ts'
import { discardUpload, problemOf, sendFile, sentBytesAt } from './send-file.ts'
import { sortFiles, type SortedFiles } from './sort-files.ts'
import { isUnderWay } from './upload.ts'
import { createUploadQueue } from './upload-queue.ts'

/** The uploads of this page: they go on while a person moves through the app. */
export const uploads = createUploadQueue({
  send: sendFile,
  attachCaptions: putCaptions,
  discard: discardUpload,
  sentBytesAt,
  problemOf,
  kept: createKeptUploads({ recall, remember, locks: locksOf(navigator) }),
  now: () => performance.now(),
})

/** Uploads what is media among the files, and says what was left out. */
export function takeFiles(files: readonly FoundFile[]): void {
  // At once: the tray is there a moment later.
  tendUploads()
  const sorted = sortFiles(files)
  uploads.add(sorted.media)
  const words = leftOut(sorted)
  if (words !== null) notify(words, { seconds: 8 })
}

let isTended = false

/** Takes up what an earlier visit left, keeps the page from being closed by mistake, and goes on when the server is back. */
export function tendUploads(): void {
  if (isTended) return
  isTended = true
  void uploads.restore()
  window.addEventListener('beforeunload', (event) => {
    if (uploads.store.get().uploads.some(isUnderWay)) event.preventDefault()
  })
  let wasOnline = true
  serverState.subscribe(() => {
    const { connection, locked } = serverState.get()
    const isOnline = connection === 'online' && !locked
    if (isOnline && !wasOnline) resumePassing()
    wasOnline = isOnline
  })
  window.addEventListener('online', resumePassing)
}

function resumePassing(): void {
  for (const { id, state } of uploads.store.get().uploads) {
    if (state.kind === 'failed' && state.problem.isPassing) uploads.resume(id)
  }
}

/** Not every origin is given locks, whatever the types say. */
function locksOf(browser: { readonly locks?: LockManager }): LockManager | undefined {
  return browser.locks
}

function leftOut({ media, loneCaptions, others }: SortedFiles): string | null {
  const [captions] = loneCaptions
  if (captions && media.length === 0) {
    return `${captions.file.name} is captions without a video. Drop both together, or replace the captions in the menu of the video.`
  }
  if (media.length === 0) return 'There is no video or sound file in that.'
  const rest = [
    ...(others.length > 0
      ? [
          counted(
            others.length,
            'file that is neither video nor sound',
            'files that are neither video nor sound',
          ),
        ]
      : []),
    ...(loneCaptions.length > 0
      ? [
          counted(
            loneCaptions.length,
            'captions file without its video',
            'captions files without their video',
          ),
        ]
      : []),
  ]
  return rest.length > 0 ? `Left out: ${rest.join(', ')}.` : null
}
