import { textJoint } from '../../../domain/text-script.ts'
import type { Segment } from '../../../domain/transcript.ts'
import { spreadText } from '../spread-text.ts'
import { tokensToWords, type SpokenWord } from '../tokens-to-words.ts'
import { wordsToSegments } from '../words-to-segments.ts'
import { tagOf } from './language-codes.ts'
import type { HeardResult } from './read-results.ts'

interface HeardPart {
  /** Where the audio of the results begins and ends in the video. */
  readonly startSeconds: number
  readonly endSeconds: number
  /** How many speakers have a name from earlier parts: labels of another part say nothing about who it is. */
  readonly speakersBefore: number
}

export interface SpokenPart {
  readonly segments: readonly Segment[]
  /** BCP 47 primary tag of most of what was said. */
  readonly language: string | null
  /** How many speakers have a name now. */
  readonly speakers: number
}

/**
 * Segments of about a sentence, each said by one speaker. Speakers are `S1`, `S2`, … in order of appearance. Words that
 * overlap (people talk at once) are put one after the other, in the order of the service.
 */
export function resultsToSegments(results: readonly HeardResult[], part: HeardPart): SpokenPart {
  const words = apart(spokenWords(results, part))
  const names = new Map<string, string>()
  for (const { speaker } of words)
    if (speaker !== null && !names.has(speaker))
      names.set(speaker, `S${part.speakersBefore + names.size + 1}`)
  const segments = turnsOf(words).flatMap((turn) => {
    const name = names.get(turn[0]?.speaker ?? '')
    return wordsToSegments(turn).map((segment) =>
      name === undefined ? segment : { ...segment, speaker: name },
    )
  })
  return {
    segments,
    language: mostSpoken(results),
    speakers: part.speakersBefore + names.size,
  }
}

interface PlacedWord extends SpokenWord {
  readonly speaker: string | null
}

function spokenWords(
  results: readonly HeardResult[],
  { startSeconds, endSeconds }: HeardPart,
): PlacedWord[] {
  const spoken: PlacedWord[] = []
  for (const result of results) {
    const last = spoken.at(-1)
    const words =
      result.words.length > 0
        ? timedWords(result, startSeconds)
        : untimedWords(result, last?.end ?? startSeconds, endSeconds, startSeconds)
    const [first, ...others] = words
    // No text says what stands between two results.
    if (first) spoken.push({ ...first, joint: textJoint(last?.text ?? '', first.text) }, ...others)
  }
  return spoken
}

/** The text says what stands between two words: a space, nothing (Japanese), or punctuation, which goes with the word before. */
function timedWords({ transcript, words }: HeardResult, startSeconds: number): PlacedWord[] {
  const placed: PlacedWord[] = []
  const addMark = (mark: string) => {
    const last = placed.at(-1)
    if (last && isMark(mark)) placed[placed.length - 1] = { ...last, text: last.text + mark }
  }
  let from = 0
  for (const word of words) {
    // Japanese comes as `writing|reading`.
    const text = (word.text.split('|')[0] ?? '').trim()
    if (text === '') continue
    const found = transcript.indexOf(text, from)
    const gap = found < 0 ? null : transcript.slice(from, found)
    // What is further away is the same word at another place.
    if (gap !== null && gap.length <= longestGap) from = found + text.length
    const isNext = gap !== null && (gap.trim() === '' || isMark(gap.trim()))
    if (isNext) addMark(gap.trim())
    placed.push({
      text,
      start: startSeconds + word.start,
      end: startSeconds + word.end,
      joint: isNext && !/\s/u.test(gap) ? '' : textJoint(placed.at(-1)?.text ?? '', text),
      speaker: word.speaker,
    })
  }
  if (from > 0) addMark(transcript.slice(from).trim())
  return placed
}

/** The text writes some words in another way than the words: `10 years` for `ten years`. */
const longestGap = 60

function isMark(text: string): boolean {
  return text !== '' && !/[\p{L}\p{N}]/u.test(text)
}

/** A model that tells only when a stretch ends. */
function untimedWords(
  { transcript, endSeconds }: HeardResult,
  before: number,
  latest: number,
  startSeconds: number,
): PlacedWord[] {
  const end = endSeconds === null ? latest : startSeconds + endSeconds
  const range = { start: before, end: Math.max(before + shortestWordSeconds, end) }
  const words = tokensToWords(spreadText(transcript.trim(), [range]), range.end)
  // Pauses between them would be invented.
  return words.map((word, index) => ({
    ...word,
    end: words[index + 1]?.start ?? range.end,
    speaker: null,
  }))
}

const shortestWordSeconds = 0.01

/** In order and without shared time; the service gives words of no length, and words that overlap. */
function apart(words: readonly PlacedWord[]): PlacedWord[] {
  let before = 0
  return words.map((word, index) => {
    const start = Math.max(word.start, before)
    const next = Math.max(words[index + 1]?.start ?? Infinity, start + shortestWordSeconds)
    const end = Math.max(start + shortestWordSeconds, Math.min(word.end, next))
    before = end
    return { ...word, start, end }
  })
}

function turnsOf(words: readonly PlacedWord[]): PlacedWord[][] {
  const turns: PlacedWord[][] = []
  for (const word of words) {
    const turn = turns.at(-1)
    if (turn && turn[0]?.speaker === word.speaker) turn.push(word)
    else turns.push([word])
  }
  return turns
}

function mostSpoken(results: readonly HeardResult[]): string | null {
  const lengths = new Map<string, number>()
  for (const { languageCode, transcript } of results) {
    const tag = languageCode === null ? null : tagOf(languageCode)
    if (tag !== null) lengths.set(tag, (lengths.get(tag) ?? 0) + transcript.length)
  }
  return Array.from(lengths).toSorted(([, a], [, b]) => b - a)[0]?.[0] ?? null
}
