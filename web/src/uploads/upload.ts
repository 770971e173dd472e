import type { MediaFile } from './sort-files.ts'

/** A file on its way into the library. */
export interface Upload {
  readonly id: number
  /** Says whether a file is the same one, also after a reload. */
  readonly key: string
  readonly name: string
  readonly sizeBytes: number
  readonly sentBytes: number
  /** Where the server takes the bytes; null before it was asked. */
  readonly address: string | null
  readonly captionsName: string | null
  readonly state: UploadState
}

export type UploadState =
  | { readonly kind: 'queued'; readonly media: MediaFile }
  | {
      readonly kind: 'sending'
      readonly media: MediaFile
      readonly bytesPerSecond: number | null
      /** The connection is lost; it is tried again by itself. */
      readonly isStalled: boolean
    }
  /** Every byte is over, and the answer is not there yet. */
  | { readonly kind: 'finishing'; readonly media: MediaFile }
  | { readonly kind: 'paused'; readonly media: MediaFile }
  /** Begun before the page was loaded anew: a browser gives the file only to who drops it again. */
  | { readonly kind: 'waiting-for-file' }
  | { readonly kind: 'failed'; readonly media: MediaFile; readonly problem: UploadProblem }
  | {
      readonly kind: 'done'
      /** Null when the connection broke so late that the answer got lost. */
      readonly videoId: string | null
      /** The same bytes were in the library already. */
      readonly existing: boolean
      readonly captionsProblem: UploadProblem | null
    }

export interface UploadProblem {
  readonly message: string
  readonly remedy?: string | undefined
  /** It may pass by itself. */
  readonly isPassing: boolean
}

/** The bytes of two files with the same name, size and time are taken for the same. */
export function keyOf({ name, size, lastModified }: File): string {
  return `${name}:${size}:${lastModified}`
}

/** Closing the page would lose or interrupt it. */
export function isUnderWay({ state }: Upload): boolean {
  return state.kind === 'queued' || state.kind === 'sending' || state.kind === 'finishing'
}

/** There is nothing left to do about it. */
export function isOver({ state }: Upload): boolean {
  return state.kind === 'done'
}
