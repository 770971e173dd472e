import type { TimeRange } from '../../domain/time-range.ts'

/**
 * The audio of a span as the model hears it: its speech with a little before and after, without what lies between.
 * Times of the packed audio are brought back to those of the video.
 */
export interface PackedAudio {
  /** The parts of the original that are put together, in order. */
  readonly parts: readonly TimeRange[]
  readonly seconds: number
  /** A moment of the packed audio on the time line of the video. */
  originalTime(packedSeconds: number): number
}

/** Speech is cut out with so much around it: quiet beginnings and ends of words lie outside of what was detected. */
const marginSeconds = 0.2

export function packAudio(speech: readonly TimeRange[], within: TimeRange): PackedAudio {
  const parts = withMargins(speech, within)
  const seconds = parts.reduce((sum, { start, end }) => sum + (end - start), 0)
  return {
    parts,
    seconds,
    originalTime(packedSeconds) {
      let before = 0
      for (const { start, end } of parts) {
        if (packedSeconds < before + (end - start))
          return start + Math.max(0, packedSeconds - before)
        before += end - start
      }
      return parts.at(-1)?.end ?? within.start
    },
  }
}

function withMargins(speech: readonly TimeRange[], within: TimeRange): TimeRange[] {
  const parts: TimeRange[] = []
  for (const { start, end } of speech) {
    const part = {
      start: Math.max(within.start, start - marginSeconds),
      end: Math.min(within.end, end + marginSeconds),
    }
    const last = parts.at(-1)
    if (last && part.start <= last.end)
      parts[parts.length - 1] = { start: last.start, end: part.end }
    else parts.push(part)
  }
  return parts
}
