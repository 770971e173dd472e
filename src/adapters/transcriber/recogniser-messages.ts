import type { TimeRange } from '../../domain/time-range.ts'
import type { LocalRecipe } from './speech-recipe.ts'

/** A speech model to be loaded, and how. Names in the recipe are paths. */
export interface RecogniserJob {
  /** Null: speech is found and not recognised. */
  readonly recipe: LocalRecipe | null
  /** Silero VAD; null takes everything as speech. */
  readonly vad: string | null
  readonly threads: number
  /** Speech of this length is ended by the next pause, however short; left out, what suits the model. */
  readonly contentSeconds?: number
}

/** 16 kHz mono signed 16-bit little-endian. */
export type Pcm = Uint8Array

/**
 * `load` comes first and once; `begin` before the first `hear` of each audio. The next request is sent when the last
 * one has been answered.
 */
export type RecogniserRequest =
  | { readonly kind: 'load'; readonly job: RecogniserJob }
  | { readonly kind: 'begin' }
  /** The audio in order, to find where somebody speaks. */
  | { readonly kind: 'hear'; readonly pcm: Pcm }
  /** Ends the stretch of speech that is going on, as at the end of the audio. */
  | { readonly kind: 'cut' }
  /** `language` as the model names it, '' to have it detected. */
  | { readonly kind: 'recognise'; readonly pcm: Pcm; readonly language: string }

export type RecogniserAnswer =
  | ({ readonly kind: 'loaded' } & ModelAbilities)
  | ({ readonly kind: 'heard' } & Heard)
  | ({ readonly kind: 'recognised' } & Recognised)
  | { readonly kind: 'failed'; readonly reason: string }

export interface ModelAbilities {
  /** Whether each token comes with its time. */
  readonly hasWordTimes: boolean
}

/** Seconds since `begin`. */
export interface Heard {
  /** Stretches of speech that have ended, in order. */
  readonly speech: readonly TimeRange[]
  /** When the speech that is going on began, or a little before; null when nobody speaks. */
  readonly speakingSince: number | null
}

export interface Recognised {
  /** The text in parts of whole characters, with the spaces between words. */
  readonly tokens: readonly TimedToken[]
  /** How many tokens the model gave. */
  readonly tokenCount: number
  /** As the model names it, '' when it does not tell. */
  readonly language: string
}

export interface TimedToken {
  readonly text: string
  /** Seconds since the start of the piece, null when the model tells no times. */
  readonly start: number | null
}
