/** Where a video's bytes are: with us, or somewhere else with only its transcript here. */
export type VideoOrigin = 'upload' | 'external' | 'sample'

export type VideoState = 'queued' | 'processing' | 'ready' | 'failed'

/** What a person is told: what happened, and what to do about it. */
export interface Cause {
  readonly code: string
  readonly message: string
  readonly remedy?: string
}

/** What ffprobe says of a file. */
export interface MediaFacts {
  /** ffprobe's format name, e.g. `mov,mp4,m4a,3gp,3g2,mj2`. */
  readonly container: string
  readonly durationSeconds: number
  readonly video: VideoStream | null
  readonly audio: AudioStream | null
  readonly subtitles: readonly SubtitleStream[]
}

export interface VideoStream {
  readonly index: number
  readonly codec: string
  readonly width: number
  readonly height: number
  /** ffprobe's `pix_fmt`; browsers play H.264 only as yuv420p. */
  readonly pixelFormat: string | null
}

export interface AudioStream {
  readonly index: number
  readonly codec: string
  readonly channels: number
  readonly sampleRate: number
}

/** A track of text; picture subtitles (PGS, VobSub) are left out. */
export interface SubtitleStream {
  readonly index: number
  readonly codec: string
  readonly language: string | null
  readonly isDefault: boolean
}
