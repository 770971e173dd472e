import type { TimeRange } from '../../domain/time-range.ts'

export interface DiarizationFiles {
  /** Finds the turns: pyannote's segmentation model. */
  readonly segmentation: string
  /** Makes the vector of a voice. */
  readonly voices: string
}

export interface DiarizerJob extends DiarizationFiles {
  readonly threads: number
  /** Cosine distance from which on two voices are those of two people. */
  readonly voiceDistance: number
}

/** `load` comes first and once. The next request is sent when the last one has been answered. */
export type DiarizerRequest =
  | { readonly kind: 'load'; readonly job: DiarizerJob }
  /** A stretch of the audio, 16 kHz mono signed 16-bit little-endian. */
  | { readonly kind: 'window'; readonly pcm: Uint8Array }

export type DiarizerAnswer =
  | { readonly kind: 'loaded' }
  | ({ readonly kind: 'heard' } & HeardWindow)
  | { readonly kind: 'failed'; readonly reason: string }

/** What is heard in one window. */
export interface HeardWindow {
  /** Seconds since the start of the window; `voice` is a place in `voices`. */
  readonly turns: readonly (TimeRange & { readonly voice: number })[]
  readonly voices: readonly HeardVoice[]
}

export interface HeardVoice {
  /** Of unit length; null where too little was said to know a voice again. */
  readonly vector: Float32Array | null
  /** How long it speaks. */
  readonly seconds: number
}
