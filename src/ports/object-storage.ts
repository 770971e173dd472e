import type { Readable } from 'node:stream'

/** Bytes of a stored object; `end` is the last byte, included. */
export interface ByteRange {
  readonly start: number
  readonly end: number
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
  /** A URL the browser can read for about an hour, with Range; null when the server has to stream it itself. */
  signedUrl(key: string): Promise<string | null>
  /** Harmless when there is none. */
  delete(key: string): Promise<void>
  /** Deletes every object whose key starts with `prefix + '/'`. */
  deleteFolder(prefix: string): Promise<void>
}
