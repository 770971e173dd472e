import type { Readable } from 'node:stream'
import type { MediaFacts } from '../domain/video.ts'

/** What reads and converts media files. Paths are local; nothing but the named file is ever read (no playlists, no network). */
export interface MediaTool {
  /** Rejects with `unsupported-media` (empty file, no media, a playlist, truncated beyond use), saying what was found. */
  probe(path: string, signal?: AbortSignal): Promise<MediaFacts>
  /** 16 kHz mono signed 16-bit little-endian PCM from `startSeconds` on. The stream fails with `unsupported-media` when decoding does. */
  audio(path: string, options: { startSeconds: number }, signal?: AbortSignal): Readable
  /**
   * Writes the sound of a stretch of the file, 16 kHz mono, in a form that services take. Its second 0 is `startSeconds`.
   * Rejects as `audio` fails, and then leaves no file.
   */
  encodeAudio(path: string, target: string, clip: AudioClip, signal?: AbortSignal): Promise<void>
  /** A subtitle track as WebVTT text. */
  subtitles(path: string, streamIndex: number, signal?: AbortSignal): Promise<string>
  /** One JPEG picture at `seconds` (the nearest one before it at the end of the video), `width` pixels wide. */
  frame(
    path: string,
    options: { seconds: number; width: number },
    signal?: AbortSignal,
  ): Promise<Buffer>
  /** Writes sheets `0.jpg`, `1.jpg`, … of `columns`×`rows` pictures, one every `intervalSeconds`, into `folder`. Resolves to the number of sheets. */
  storyboard(
    path: string,
    folder: string,
    layout: StoryboardLayout,
    signal?: AbortSignal,
  ): Promise<number>
  /** Writes an mp4 that browsers play (H.264/AAC or stream copy, fast start). `onProgress` is given 0 to 1. */
  playable(
    path: string,
    target: string,
    facts: MediaFacts,
    onProgress: (share: number) => void,
    signal?: AbortSignal,
  ): Promise<void>
  /** The programs that do it, for people who look for a fault. Rejects with `ffmpeg-missing` when one is not there. */
  describe(): Promise<{ readonly ffmpeg: MediaProgram; readonly ffprobe: MediaProgram }>
}

/** `flac` loses nothing (about 1.2 MB a minute), `mp3` has 48 kbit/s, `opus` (in Ogg) 32 kbit/s. */
export type AudioFormat = 'flac' | 'mp3' | 'opus'

export interface AudioClip {
  readonly startSeconds: number
  /** Null: to the end. */
  readonly endSeconds: number | null
  readonly format: AudioFormat
}

export interface MediaProgram {
  /** A path, or the bare name of what the PATH has. */
  readonly path: string
  readonly version: string
  /** The build of an optional package: old, good for a first try. */
  readonly bundled: boolean
}

export interface StoryboardLayout {
  readonly intervalSeconds: number
  readonly columns: number
  readonly rows: number
  /** Width of one picture in pixels; its height keeps the aspect. */
  readonly width: number
  readonly height: number
}
