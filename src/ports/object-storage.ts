import type { Readable } from 'node:stream'

/** Bytes of a stored object; `end` is the last byte, included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
}

export interface StoredObject {
  readonly key: string
  readonly sizeBytes: number
  readonly modifiedAt: Date
}

export interface SignedAnswer {
  /** A media type such as `video/mp4`. */
  readonly type: string
  readonly downloadName?: string
}

/**
 * Where files are kept. A key is `/`-separated, without empty, `.` or `..` parts; anything else is refused with
 * `invalid-input`. An object appears whole or not at all.
 */
export interface ObjectStorage extends AsyncDisposable {
  /** Streams `content` under `key`, replacing what was there. After it resolves the object survives a power cut. Aborting leaves nothing. */
  write(key: string, content: Readable, signal?: AbortSignal): Promise<{ sizeBytes: number }>
  /** Takes over a finished local file (on the same machine) under `key`; the source is gone afterwards. */
  adopt(key: string, path: string, signal?: AbortSignal): Promise<{ sizeBytes: number }>
  /** Rejects with `not-found` when there is none, `invalid-input` for a range without a byte of it; a later `end` is cut. */
  read(key: string, range?: ByteRange): Promise<Readable>
  /** Size and a strong ETag (without quotes), null when there is none. */
  stat(key: string): Promise<{ sizeBytes: number; etag: string; modifiedAt: Date } | null>
  /** Gives `use` a path that programs such as ffmpeg can read and seek; it is valid only until `use` is done. */
  withFile<T>(key: string, use: (path: string) => Promise<T>, signal?: AbortSignal): Promise<T>
  /**
   * A URL the browser can read for about an hour, with Range; null when the server has to stream it itself. It answers
   * with `type`, and with `downloadName` as a file to be saved under that name.
   */
  signedUrl(key: string, answer: SignedAnswer): Promise<string | null>
  /** Gives an object another key, replacing what was there, without its bytes passing through here. Rejects with `not-found`. */
  move(from: string, to: string, signal?: AbortSignal): Promise<void>
  /** Every object whose key starts with `prefix + '/'`, every one for '', in no particular order. */
  list(prefix: string): AsyncIterable<StoredObject>
  /** Harmless when there is none. */
  delete(key: string): Promise<void>
  /** Deletes every object whose key starts with `prefix + '/'`. */
  deleteFolder(prefix: string): Promise<void>
  /**
   * Tries what is needed of it (list, write, read, delete). Rejects with what a person has to mend, or with an
   * `UnreachableError`. For the start and for `cuepoint doctor`.
   */
  check(signal?: AbortSignal): Promise<void>
}
