import type { TimeRange } from '../../../domain/time-range.ts'
import type { SpeechSpan } from '../pack-speech.ts'
import type { SentSpan } from './parse-answer.ts'

/** Cuts a span at its long pauses, so that silence is neither sent nor billed, and adds a margin that a first consonant needs. */
export function toSentSpans(
  { from, until, speech }: SpeechSpan & { readonly from: number },
  longestPauseSeconds: number,
): SentSpan[] {
  const groups: TimeRange[][] = []
  for (const range of speech) {
    const last = groups.at(-1)?.at(-1)
    if (last && range.start - last.end <= longestPauseSeconds) groups.at(-1)?.push(range)
    else groups.push([range])
  }
  let begin = from
  return groups.map((group, index): SentSpan => {
    const end = group.at(-1)?.end ?? until
    const next = groups[index + 1]?.[0]?.start
    const span = {
      from: begin,
      until: next === undefined ? until : (end + next) / 2,
      speech: group,
    }
    begin = span.until
    const clip = {
      start: Math.max(span.from, (group[0]?.start ?? from) - marginSeconds),
      end: Math.min(span.until, end + marginSeconds),
    }
    return { ...span, clip }
  })
}

const marginSeconds = 0.2
