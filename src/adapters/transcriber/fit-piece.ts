import type { TimeRange } from '../../domain/time-range.ts'
import type { Segment } from '../../domain/transcript.ts'
import type { TranscribedPiece, TranscriptionRequest } from '../../ports/transcriber.ts'

/** Keeps a piece within the part of the video that was asked for: what a file says of its length is not always so. */
export function fitPiece(
  piece: TranscribedPiece,
  { resumeAtSeconds, durationSeconds }: TranscriptionRequest,
): TranscribedPiece {
  const fit = (seconds: number) => Math.max(resumeAtSeconds, Math.min(durationSeconds, seconds))
  const fitRange = ({ start, end }: TimeRange) => ({ start: fit(start), end: fit(end) })
  const segments = piece.segments
    .filter(({ start, end }) => end > resumeAtSeconds && start < durationSeconds)
    .map((segment): Segment => {
      const words = segment.words?.map((word) => ({ ...word, ...fitRange(word) }))
      return { ...segment, ...fitRange(segment), ...(words && { words }) }
    })
  return { ...piece, untilSeconds: fit(piece.untilSeconds), segments }
}
