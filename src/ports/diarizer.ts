import type { TimeRange } from '../domain/time-range.ts'

/** A stretch in which one person speaks. Several people can speak at the same time. */
export interface SpeakerTurn extends TimeRange {
  /** The same number is the same voice, from 0 in the order of the first words. */
  readonly speaker: number
}

export interface DiarizationRequest {
  /** A local media file. */
  readonly path: string
  readonly durationSeconds: number
}

/** Tells voices apart. */
export interface Diarizer extends AsyncDisposable {
  /**
   * Who speaks when, in order of time; nobody in silence. `onProgress` is given 0 to 1. Rejects with `model-missing` (waits)
   * when a model has to be brought, `diarizer-stopped` when its process dies, and the reason of an abort at once.
   */
  findTurns(
    request: DiarizationRequest,
    onProgress: (share: number) => void,
    signal: AbortSignal,
  ): Promise<readonly SpeakerTurn[]>
}
