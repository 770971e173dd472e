import { createStore, type Store } from '../app/store.ts'
import type { KeptUploads } from './kept-uploads.ts'
import { createRateMeter } from './rate.ts'
import type { MediaFile } from './sort-files.ts'
import {
  isOver,
  isUnderWay,
  keyOf,
  type Upload,
  type UploadProblem,
  type UploadState,
} from './upload.ts'

export interface SendOptions {
  /** Continue there when it is still known. */
  readonly address: string | null
  readonly language: string | null
  readonly signal: AbortSignal
  readonly onAddress: (address: string) => void
  readonly onProgress: (sentBytes: number) => void
  readonly onStalled: () => void
}

export interface Sent {
  readonly videoId: string | null
  readonly existing: boolean
}

interface Parts {
  /** Sends a file; rejects with an error that `problemOf` understands, or when the signal aborts. */
  readonly send: (file: File, options: SendOptions) => Promise<Sent>
  readonly attachCaptions: (videoId: string, captions: File) => Promise<unknown>
  /** Gives the bytes at the server up. */
  readonly discard: (address: string) => void
  /** How many bytes the server has; null when it knows nothing of it any more. */
  readonly sentBytesAt: (address: string) => Promise<number | null>
  readonly problemOf: (error: unknown) => UploadProblem
  readonly kept: KeptUploads
  readonly now: () => number
}

export interface UploadQueue {
  readonly store: Store<{ uploads: readonly Upload[] }>
  readonly add: (media: readonly MediaFile[]) => void
  readonly pause: (id: number) => void
  /** Goes on with what is paused, or tries again what failed. */
  readonly resume: (id: number) => void
  readonly cancel: (id: number) => void
  readonly clearFinished: () => void
  /** Lists what an earlier visit left unfinished. */
  readonly restore: () => Promise<void>
}

/** More at a time fill the line no better, and the first video would be there later. */
const atOnce = 2
/** Browsers report progress more often than anybody can read. */
const quietMs = 200

export function createUploadQueue(parts: Parts): UploadQueue {
  const { kept } = parts
  const store = createStore<{ uploads: readonly Upload[] }>({ uploads: [] })
  const running = new Map<number, AbortController>()
  let lastId = 0

  return {
    store,
    add(media) {
      let uploads = store.get().uploads
      for (const item of media) uploads = withMedia(uploads, item)
      store.change({ uploads })
      startNext()
    },
    pause(id) {
      const state = find(id)?.state
      if (state?.kind !== 'queued' && state?.kind !== 'sending') return
      change(id, { state: { kind: 'paused', media: state.media } })
      stop(id)
    },
    resume(id) {
      const state = find(id)?.state
      if (state?.kind !== 'paused' && state?.kind !== 'failed') return
      change(id, { state: { kind: 'queued', media: state.media } })
      startNext()
    },
    cancel(id) {
      const upload = find(id)
      if (!upload) return
      store.change({ uploads: store.get().uploads.filter((other) => other.id !== id) })
      kept.forget(upload.key)
      stop(id)
      if (upload.address !== null && !isOver(upload)) parts.discard(upload.address)
    },
    clearFinished() {
      store.change({ uploads: store.get().uploads.filter((upload) => !isOver(upload)) })
    },
    async restore() {
      for (const orphan of await kept.orphans()) {
        const sentBytes = await parts.sentBytesAt(orphan.address)
        if (sentBytes === null) kept.forget(orphan.key)
        else if (!store.get().uploads.some(({ key }) => key === orphan.key)) {
          const upload = {
            ...orphan,
            id: ++lastId,
            sentBytes,
            state: { kind: 'waiting-for-file' },
          } as const
          store.change({ uploads: [...store.get().uploads, upload] })
        }
      }
    },
  }

  /** A file that is here already is not listed twice; what waits for it, or failed, goes on. */
  function withMedia(uploads: readonly Upload[], media: MediaFile): readonly Upload[] {
    const key = keyOf(media.file)
    const same = uploads.find(
      (upload) =>
        upload.key === key &&
        (!('media' in upload.state) || upload.state.media.path === media.path),
    )
    if (same && isUnderWay(same)) return uploads
    const upload: Upload = {
      id: same?.id ?? ++lastId,
      key,
      name: media.file.name,
      sizeBytes: media.file.size,
      sentBytes: same && !isOver(same) ? same.sentBytes : 0,
      address: same && !isOver(same) ? same.address : null,
      captionsName: media.captions?.file.name ?? null,
      state: { kind: 'queued', media },
    }
    return same ? uploads.map((other) => (other === same ? upload : other)) : [...uploads, upload]
  }

  function startNext(): void {
    for (const upload of store.get().uploads) {
      if (running.size >= atOnce) return
      if (upload.state.kind === 'queued') void run(upload, upload.state.media)
    }
  }

  async function run(
    { id, key, address, name, sizeBytes, captionsName }: Upload,
    media: MediaFile,
  ): Promise<void> {
    const controller = new AbortController()
    const { signal } = controller
    running.set(id, controller)
    const { measure } = createRateMeter()
    let shownAtMs = -Infinity
    const show = (part: Partial<Upload>): void => {
      if (!signal.aborted) change(id, part)
    }
    const sending = (rate: number | null, isStalled = false): UploadState => ({
      kind: 'sending',
      media,
      bytesPerSecond: rate,
      isStalled,
    })
    show({ state: sending(null) })
    try {
      const sent = await parts.send(media.file, {
        address,
        language: media.captions?.language ?? null,
        signal,
        onAddress(given) {
          if (signal.aborted) return
          kept.keep({ key, name, sizeBytes, captionsName, address: given })
          show({ address: given })
        },
        onProgress(sentBytes) {
          const atMs = parts.now()
          const rate = measure(sentBytes, atMs)
          const isAll = sentBytes >= sizeBytes
          if (!isAll && atMs - shownAtMs < quietMs) return
          shownAtMs = atMs
          show({ sentBytes, state: isAll ? { kind: 'finishing', media } : sending(rate) })
        },
        onStalled: () => show({ state: sending(null, true) }),
      })
      show({ state: { kind: 'finishing', media }, sentBytes: sizeBytes })
      kept.forget(key)
      const captionsProblem = await attach(sent, media)
      show({ address: null, state: { kind: 'done', ...sent, captionsProblem } })
    } catch (error) {
      if (signal.aborted) return
      const problem = parts.problemOf(error)
      if (!problem.isPassing) kept.forget(key)
      show({ state: { kind: 'failed', media, problem } })
    } finally {
      if (running.get(id) === controller) running.delete(id)
      startNext()
    }
  }

  /** A video that was there already keeps the words it has. */
  async function attach(
    { videoId, existing }: Sent,
    { captions }: MediaFile,
  ): Promise<UploadProblem | null> {
    if (!captions || videoId === null || existing) return null
    try {
      await parts.attachCaptions(videoId, captions.file)
      return null
    } catch (error) {
      return parts.problemOf(error)
    }
  }

  function stop(id: number): void {
    running.get(id)?.abort()
    running.delete(id)
    startNext()
  }

  function find(id: number): Upload | undefined {
    return store.get().uploads.find((upload) => upload.id === id)
  }

  function change(id: number, part: Partial<Upload>): void {
    const { uploads } = store.get()
    store.change({
      uploads: uploads.map((upload) => (upload.id === id ? { ...upload, ...part } : upload)),
    })
  }
}
