import type { Segment } from '../domain/transcript.ts'

export interface TranscriptionRequest {
  /** A local media file. */
  readonly path: string
  readonly durationSeconds: number
  /** BCP 47 primary tag, null to have it detected. */
  readonly language: string | null
  /** Speech before this second is already saved; go on from here. 0 at first. */
  readonly resumeAtSeconds: number
  /** Language that an interrupted run detected, so that the rest is not detected anew. */
  readonly resumeLanguage: string | null
  /** A UUID that is the same in every run of this transcript: a service is asked under it once. */
  readonly requestKey: string
  readonly memory: TranscriptionMemory
}

/** What a service was asked and has not answered yet. Survives restarts; gone when the transcript is complete. */
export interface TranscriptionMemory {
  /** JSON as it was written last; null at first. */
  read(): Promise<unknown>
  /** On disk when it resolves. Rejects with `conflict` when the video is gone or another run has taken it. */
  write(value: object | null): Promise<void>
  /** False when nobody will ever ask for the result (the video was deleted): what lies at a service is to be removed. */
  isWanted(): Promise<boolean>
}

/**
 * What a transcriber tells as it goes. After `piece`, everything before `untilSeconds` is final: a later run may
 * start there. `segments` can be empty (silence, music). `dropped` says why speech-like audio gave no text.
 */
export interface TranscribedPiece {
  readonly untilSeconds: number
  readonly segments: readonly Segment[]
  readonly language: string | null
  readonly dropped?: { readonly start: number; readonly end: number; readonly reason: string }
}

/** Turns speech into timed text. */
export interface Transcriber extends AsyncDisposable {
  readonly engine: string
  readonly model: string
  /**
   * Pieces in order of time, each as soon as it is recognised; the last one reaches the end of the audio. Segments lie in
   * [resumeAtSeconds, durationSeconds], are in order and not empty. Rejects with `invalid-input` for a language that
   * the model does not have, `model-missing` (waits) when a model has to be brought, and the abort reason within
   * seconds of an abort.
   */
  transcribe(request: TranscriptionRequest, signal: AbortSignal): AsyncIterable<TranscribedPiece>
  /**
   * Asks the service whether it can be used (keys, region, bucket, rights, model), without being billed. Rejects with what
   * a person has to mend, or with an `UnreachableError`. For the start and for `cuepoint doctor`.
   */
  check(signal?: AbortSignal): Promise<void>
}
