import { cueText, type Cue } from './cue.ts'

export interface OrderedCues {
  readonly cues: Cue[]
  readonly negative: number
  readonly backwards: number
  readonly misplaced: number
}

/** Brings cues into the order of time, none of them before the video or ending before it begins; each only once. */
export function orderCues(cues: readonly Cue[]): OrderedCues {
  const negative = cues.filter(({ start }) => start < 0).length
  const inVideo = cues.map((cue) => ({
    ...cue,
    start: Math.max(0, cue.start),
    end: Math.max(0, cue.end),
  }))
  const misplaced = inVideo.filter(({ start }, index) => start < (inVideo[index - 1]?.start ?? 0))
  const sorted = inVideo.toSorted((a, b) => a.start - b.start).filter(isNew)
  const backwards = sorted.filter(({ start, end }) => end <= start).length
  return {
    cues: sorted.map((cue, index) => (cue.end > cue.start ? cue : withEnd(cue, sorted[index + 1]))),
    negative,
    backwards,
    misplaced: misplaced.length,
  }
}

/** Layers of SubStation Alpha repeat the same text at the same time, for a shadow. */
function isNew(cue: Cue, index: number, cues: readonly Cue[]): boolean {
  const last = cues[index - 1]
  return last?.start !== cue.start || last.end !== cue.end || cueText(last) !== cueText(cue)
}

/** The start can be trusted; the end is when the text can have been said, and not after the next cue began. */
function withEnd(cue: Cue, next: Cue | undefined): Cue {
  const secondsOfSpeech = Math.min(7, Math.max(1, cueText(cue).length / 15))
  const end = cue.start + secondsOfSpeech
  return { ...cue, end: next && next.start > cue.start ? Math.min(end, next.start) : end }
}
