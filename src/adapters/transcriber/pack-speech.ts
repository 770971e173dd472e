import type { TimeRange } from '../../domain/time-range.ts'

/** A stretch of the audio that is recognised at once: from where the one before ended until `until`. */
export interface SpeechSpan {
  readonly until: number
  /** Where somebody speaks, in order; empty where nobody does. */
  readonly speech: readonly TimeRange[]
}

export interface SpeechPacker {
  /** Stretches of speech in order, each at most `maxSeconds`. */
  add(speech: readonly TimeRange[]): void
  /** The spans that nothing can join any more. No speech will be added that begins before `horizon`. */
  take(horizon: number): SpeechSpan[]
  /** The rest; `end` is the end of the audio. */
  finish(end: number): SpeechSpan[]
}

/**
 * Packs neighbouring stretches of speech into spans: a model understands a sentence better with the ones around it,
 * and one long piece is less work than many short ones.
 */
export function createSpeechPacker(startSeconds: number, maxSeconds: number): SpeechPacker {
  let until = startSeconds
  let waiting: TimeRange[] = []

  const close = (count: number, horizon: number): SpeechSpan => {
    const speech = waiting.slice(0, count)
    waiting = waiting.slice(count)
    const end = speech.at(-1)?.end ?? until
    // Half the pause belongs to each side; of a long one only what a breath takes.
    const next = waiting[0]?.start ?? horizon
    until = Math.max(end, Math.min((end + next) / 2, end + breathSeconds))
    return { until, speech }
  }
  const takeWaiting = (horizon: number, isEnd: boolean): SpeechSpan[] => {
    const spans: SpeechSpan[] = []
    for (let [first] = waiting; first; [first] = waiting) {
      const { start } = first
      const fitting = waiting.filter(({ end }) => end - start <= maxSeconds).length
      const isFull = fitting < waiting.length || horizon - start > maxSeconds
      if (!isFull && !isEnd) break
      const count = isFull ? bestCut(waiting, Math.max(1, fitting), horizon, maxSeconds) : fitting
      spans.push(close(count, horizon))
    }
    return spans
  }

  return {
    add(speech) {
      waiting.push(...speech)
    },
    take(horizon) {
      const spans = takeWaiting(horizon, false)
      // Silence moves on too, so that a long one is not heard again after an interruption.
      if (waiting.length === 0 && horizon - until >= maxSeconds) {
        until = horizon
        spans.push({ until, speech: [] })
      }
      return spans
    },
    finish(end) {
      const spans = takeWaiting(end, true)
      const last = spans.pop()
      if (last?.speech.length) return [...spans, { ...last, until: end }]
      return [...spans, { until: end, speech: [] }]
    },
  }
}

const breathSeconds = 0.5

/** How many of the fitting stretches to take: up to the longest pause in the second half, which likely ends a sentence. */
function bestCut(
  waiting: readonly TimeRange[],
  fitting: number,
  horizon: number,
  maxSeconds: number,
): number {
  const start = waiting[0]?.start ?? 0
  let best = fitting
  let bestPause = -1
  for (let count = 1; count <= fitting; count += 1) {
    const end = waiting[count - 1]?.end ?? start
    const pause = (waiting[count]?.start ?? horizon) - end
    if (end - start >= maxSeconds / 2 && pause >= bestPause) {
      best = count
      bestPause = pause
    }
  }
  return best
}
