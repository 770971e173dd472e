import { CuepointError } from '../domain/errors.ts'
import { untilAborted } from '../domain/until-aborted.ts'
import type { Cause } from '../domain/video.ts'

export interface Progress {
  readonly doneBytes: number
  readonly totalBytes: number
}

export type OnProgress = (progress: Progress) => void

export type DownloadState =
  | ({ readonly state: 'downloading' } & Progress)
  | { readonly state: 'failed'; readonly problem: Cause }

export interface Waiter {
  readonly onProgress?: OnProgress | undefined
  readonly signal?: AbortSignal | undefined
}

/** One download of a model at a time, however many wait for it; it ends when nobody waits any more. */
export interface SharedDownloads extends AsyncDisposable {
  /** Resolves to the folder. Rejects with the reason of this waiter's abort, or with what stopped the download. */
  join(key: string, waiter: Waiter): Promise<string>
  /** How the download of a model stands, or how the last one failed; undefined when there was none. */
  stateOf(key: string): DownloadState | undefined
}

interface Download {
  readonly folder: Promise<string>
  readonly abort: AbortController
  readonly listeners: Set<OnProgress>
  waiters: number
}

export function createSharedDownloads(
  bring: (key: string, onProgress: OnProgress, signal: AbortSignal) => Promise<string>,
): SharedDownloads {
  const running = new Map<string, Download>()
  const states = new Map<string, DownloadState>()

  const start = (key: string): Download => {
    const abort = new AbortController()
    const listeners = new Set<OnProgress>()
    const onProgress: OnProgress = (progress) => {
      if (running.get(key) === download) states.set(key, { state: 'downloading', ...progress })
      for (const listener of listeners) listener(progress)
    }
    const end = (state: DownloadState | null) => {
      if (running.get(key) !== download) return
      running.delete(key)
      if (state) states.set(key, state)
      else states.delete(key)
    }
    const download: Download = {
      folder: bring(key, onProgress, abort.signal),
      abort,
      listeners,
      waiters: 0,
    }
    running.set(key, download)
    download.folder.then(
      () => end(null),
      (error: unknown) => end({ state: 'failed', problem: toCause(error) }),
    )
    return download
  }

  const leave = (key: string, download: Download) => {
    download.waiters -= 1
    if (download.waiters > 0 || running.get(key) !== download) return
    running.delete(key)
    states.delete(key)
    download.abort.abort()
  }

  return {
    async join(key, { onProgress, signal }) {
      signal?.throwIfAborted()
      const download = running.get(key) ?? start(key)
      download.waiters += 1
      if (onProgress) download.listeners.add(onProgress)
      try {
        return await untilAborted(download.folder, signal)
      } finally {
        if (onProgress) download.listeners.delete(onProgress)
        leave(key, download)
      }
    },
    stateOf: (key) => states.get(key),
    async [Symbol.asyncDispose]() {
      const downloads = [...running.values()]
      for (const { abort } of downloads) abort.abort()
      await Promise.allSettled(downloads.map(({ folder }) => folder))
    },
  }
}

export function toCause(error: unknown): Cause {
  const { message } = error instanceof Error ? error : new Error(String(error))
  if (!(error instanceof CuepointError)) return { code: 'internal', message }
  return { code: error.code, message, ...(error.remedy && { remedy: error.remedy }) }
}
