import type { TranscriptionRequest } from '../../../ports/transcriber.ts'

/** A stretch of the video that one job is asked about. */
export interface Part {
  readonly index: number
  readonly startSeconds: number
  readonly endSeconds: number
}

/**
 * The parts of a video that are still to be transcribed: equal ones, none longer than the service takes. They depend on
 * the duration alone, so that every run asks for the same.
 */
export function remainingParts(
  {
    durationSeconds,
    resumeAtSeconds,
  }: Pick<TranscriptionRequest, 'durationSeconds' | 'resumeAtSeconds'>,
  longestSeconds: number,
): Part[] {
  const count = Math.max(1, Math.ceil(durationSeconds / longestSeconds))
  const at = (index: number) =>
    index === count ? durationSeconds : (durationSeconds / count) * index
  return Array.from({ length: count }, (_, index) => ({
    index,
    startSeconds: at(index),
    endSeconds: at(index + 1),
  })).filter(({ endSeconds }) => endSeconds > resumeAtSeconds + roundingSeconds)
}

/**
 * The service takes 4 hours and 2 GB (quotas of Amazon Transcribe); the sound may be a little longer than the file says.
 * FLAC of 16 kHz mono stays below 450 MB in this time.
 */
export const longestPartSeconds = 3.9 * 3600

/** The database and JSON keep the last digit, but the end of a piece may have been fitted to the video. */
const roundingSeconds = 0.001
