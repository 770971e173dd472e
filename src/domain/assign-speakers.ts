import { overlapSeconds, type TimeRange } from './time-range.ts'
import type { Segment, Word } from './transcript.ts'

interface Turn extends TimeRange {
  readonly speaker: number
}

/**
 * Gives each segment the speaker whose turn covers most of it, and cuts it where the words are those of another one. A
 * stretch in which no turn was heard stays with whoever speaks before it. Labels are `S1`, `S2`, … in order of appearance.
 * Turns are in order of time.
 */
export function assignSpeakers(segments: readonly Segment[], turns: readonly Turn[]): Segment[] {
  const voices = createVoices(turns)
  const labels = new Map<number, string>()
  const named = (segment: Segment, speaker: number | null): Segment => {
    if (speaker === null) return segment
    const label = labels.get(speaker) ?? `S${labels.size + 1}`
    labels.set(speaker, label)
    return { ...segment, speaker: label }
  }
  return segments.flatMap((segment) => {
    const parts = partsBySpeaker(segment, voices)
    return parts.map(({ part, speaker }) => named(part, speaker))
  })
}

type Voices = (range: TimeRange) => number | null

/** Whose turns cover most of a range. Turns are looked at around it only: hours of speech have thousands. */
function createVoices(turns: readonly Turn[]): Voices {
  const longest = Math.max(0, ...turns.map(({ start, end }) => end - start))
  return (range) => {
    const seconds = new Map<number, number>()
    for (let at = firstFrom(turns, range.start - longest); at < turns.length; at += 1) {
      const turn = turns[at]
      if (!turn || turn.start >= range.end) break
      const shared = overlapSeconds(turn, range)
      if (shared > 0) seconds.set(turn.speaker, (seconds.get(turn.speaker) ?? 0) + shared)
    }
    let best: number | null = null
    for (const [speaker, shared] of seconds)
      if (best === null || shared > (seconds.get(best) ?? 0)) best = speaker
    return best
  }
}

/** The first turn that begins at `start` or later, by halving. */
function firstFrom(turns: readonly Turn[], start: number): number {
  let [low, high] = [0, turns.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((turns[middle]?.start ?? Infinity) < start) low = middle + 1
    else high = middle
  }
  return low
}

interface Part {
  readonly part: Segment
  readonly speaker: number | null
}

function partsBySpeaker(segment: Segment, voices: Voices): Part[] {
  const whole = { part: segment, speaker: voices(segment) }
  const { words } = segment
  if (!words || words.length < 2) return [whole]
  const runs = runsOfOneSpeaker(words, voices)
  if (runs.length < 2) return [{ part: segment, speaker: runs[0]?.speaker ?? whole.speaker }]
  const texts = cutText(
    segment.text,
    runs.map(({ words: said }) => said),
  )
  if (!texts) return [whole]
  return runs.map(({ words: said, speaker }, index) => ({
    part: {
      start: index === 0 ? segment.start : (said[0]?.start ?? segment.start),
      end: index === runs.length - 1 ? segment.end : (said.at(-1)?.end ?? segment.end),
      text: texts[index] ?? '',
      words: said,
    },
    speaker,
  }))
}

interface Run {
  readonly words: readonly Word[]
  readonly speaker: number | null
}

/** A word alone between two of another speaker is a mistake of the turns more often than a word. */
function runsOfOneSpeaker(words: readonly Word[], voices: Voices): Run[] {
  const heard = words.map((word) => voices(word))
  const filled: (number | null)[] = []
  for (const speaker of heard) filled.push(speaker ?? filled.at(-1) ?? null)
  const first = filled.find((speaker) => speaker !== null) ?? null
  const known = filled.map((speaker) => speaker ?? first)
  const steady = known.map((speaker, at) => {
    const [before, after] = [known[at - 1], known[at + 1]]
    return before !== undefined && before === after ? before : speaker
  })
  const runs: { words: Word[]; speaker: number | null }[] = []
  for (const [at, word] of words.entries()) {
    const speaker = steady[at] ?? null
    const last = runs.at(-1)
    if (last?.speaker === speaker) last.words.push(word)
    else runs.push({ words: [word], speaker })
  }
  return runs
}

/** The text of each run, with the signs between the words; null when the words are not those of the text. */
function cutText(text: string, runs: readonly (readonly Word[])[]): string[] | null {
  const starts: number[] = []
  let at = 0
  for (const run of runs) {
    for (const [index, word] of run.entries()) {
      const said = word.text.trim()
      const found = text.indexOf(said, at)
      if (found === -1) return null
      if (index === 0) starts.push(found)
      at = found + said.length
    }
  }
  return starts.map((from, index) => text.slice(index === 0 ? 0 : from, starts[index + 1]).trim())
}
