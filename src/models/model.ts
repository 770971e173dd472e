import type { EmbeddingRecipe } from '../domain/embedding-space.ts'

/** One file of a model: its path in the repository, and below `CUEPOINT_MODELS_DIR/<key>`. */
export interface ModelFile {
  readonly path: string
  readonly bytes: number
  /** Set where no public source gives the exact number of bytes; then the hub's word is taken. */
  readonly isApproximate?: true
  /** Null for small files that are checked by the hub's own etag. */
  readonly sha256: string | null
}

/** A model that can be brought from the hub: `{HF_ENDPOINT}/{repo}/resolve/{revision}/{path}`. */
export interface ModelRow {
  /** What a person writes in a setting, and the name of its folder in `CUEPOINT_MODELS_DIR`. */
  readonly key: string
  readonly title: string
  readonly repo: string
  /** A commit: the bytes behind it never change. */
  readonly revision: string
  readonly files: readonly ModelFile[]
  readonly licence: string
  /** For a person: `English`, `99 languages`. */
  readonly languages: string
  readonly goodFor: string
}

export interface SpeechModel extends ModelRow {
  readonly kind: 'speech'
  /** How the recogniser loads it; names are paths of `files`. */
  readonly recipe: SpeechRecipe
}

/** `languages`: BCP 47 primary tags, null where the model knows about all that Whisper does. */
export type SpeechRecipe = { readonly tokens: string } & (
  | {
      readonly family: 'whisper'
      readonly encoder: string
      readonly decoder: string
      readonly isEnglishOnly: boolean
    }
  | {
      readonly family: 'nemo-transducer'
      readonly encoder: string
      readonly decoder: string
      readonly joiner: string
      readonly languages: readonly string[]
    }
  | {
      readonly family: 'moonshine'
      readonly preprocessor: string
      readonly encoder: string
      readonly uncachedDecoder: string
      readonly cachedDecoder: string
      readonly languages: readonly string[]
    }
  | {
      readonly family: 'sense-voice'
      readonly model: string
      readonly languages: readonly string[]
    }
)

export interface VadModel extends ModelRow {
  readonly kind: 'vad'
  readonly model: string
}

export interface DiarizationModel extends ModelRow {
  readonly kind: 'diarization'
  readonly model: string
}

export interface EmbeddingModel extends ModelRow {
  readonly kind: 'embedding'
  readonly weights: string
  readonly tokenizer: string
  readonly recipe: EmbeddingRecipe
}

export type Model = SpeechModel | VadModel | DiarizationModel | EmbeddingModel

/** What all files weigh together. */
export function modelBytes(model: ModelRow): number {
  return model.files.reduce((sum, { bytes }) => sum + bytes, 0)
}
