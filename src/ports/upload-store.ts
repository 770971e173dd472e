import type { DataStore } from '@tus/server'

/** What an upload became: a video, which may have been there already. */
export interface UploadOutcome {
  readonly videoId: string
  readonly existing: boolean
}

/** Where the bytes of a whole upload lie, and what the client said about them. */
export interface WholeUpload {
  readonly metadata: Readonly<Record<string, string | null>>
  readonly place: UploadPlace
}

/** A local file, or an object of the storage. An object is to become the video of that id, however often that is tried. */
export type UploadPlace =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'object'; readonly key: string; readonly videoId: string }
  | { readonly kind: 'nothing' }

/** Where resumable uploads lie until they are whole, and for a while what they became. */
export interface UploadStore extends AsyncDisposable {
  /**
   * What the server of the protocol works on. `getUpload` never answers from memory: another process may have gone on
   * with the upload. A connection that breaks keeps the bytes that came before, as far as they reached the store.
   */
  readonly dataStore: DataStore
  /** Null as long as it is no video. Rejects (404) for an upload that nobody knows. */
  outcomeOf(id: string): Promise<UploadOutcome | null>
  /** The bytes as one piece, however often it is asked for. Rejects with `upload-gone` when some of them are lost. */
  takeWhole(id: string): Promise<WholeUpload>
  /** Notes what it became, so that a client that missed the answer can ask again, and keeps nothing else of it. */
  finish(id: string, outcome: UploadOutcome): Promise<void>
  /** Removes every trace of an upload; harmless when there is none. */
  forget(id: string): Promise<void>
  /** Forgets what nobody has gone on with for `idleMs`, and what belongs to no upload and is as old. */
  sweep(idleMs: number): Promise<void>
  /** Says what an error means that came from beside the store (the stream that it wrote from). */
  explain(error: Error): Error
}
