import { writingSystemOf } from '../../domain/text-script.ts'
import { wordSpans, type TextSpan } from '../../domain/text-sentences.ts'
import type { Word } from '../../domain/transcript.ts'

/** A word and whether a space stands before it. */
export interface SpokenWord extends Word {
  readonly joint: '' | ' '
}

export interface PlacedToken {
  readonly text: string
  /** Seconds on the time line of the video. */
  readonly start: number
}

/**
 * Puts tokens together to words: what stands between two spaces, or, in scripts without spaces, what a dictionary
 * takes as a word. A word begins where its first character was heard. Models tell no ends, so a word lasts until the
 * next one begins, but no longer than one of its length is spoken: the pause after it is not part of it.
 */
export function tokensToWords(tokens: readonly PlacedToken[], endSeconds: number): SpokenWord[] {
  const text = tokens.map((token) => token.text).join('')
  const timeAt = timesOfCharacters(tokens, endSeconds)
  const spans = spansOfWords(text)
  const starts = spans.map(({ from }) => timeAt(from))
  return spans.map(({ from, to }, index) => {
    const value = text.slice(from, to)
    const start = starts[index] ?? endSeconds
    const next = starts[index + 1] ?? Math.max(start, endSeconds)
    const isAlone = index > 0 && spans[index - 1]?.to !== from
    return {
      text: value,
      start,
      end: Math.min(next, start + longestSpokenSeconds(value)),
      joint: isAlone ? ' ' : '',
    }
  })
}

/** When a character is heard: within a token, at its share of the way to the next one. */
function timesOfCharacters(
  tokens: readonly PlacedToken[],
  endSeconds: number,
): (character: number) => number {
  const places: (TextSpan & { start: number })[] = []
  let from = 0
  let latest = -Infinity
  for (const { text, start } of tokens) {
    latest = Math.max(latest, Math.min(start, endSeconds - shortestWordSeconds))
    const to = from + text.length
    // The space at the start of a token is no sound.
    const silent = text.length - text.trimStart().length
    if (silent < text.length) places.push({ from: from + silent, to, start: latest })
    from = to
  }
  return (character) => {
    const index = places.findIndex(({ to }) => to > character)
    const place = places[index]
    if (!place) return endSeconds - shortestWordSeconds
    const next = places[index + 1]?.start ?? endSeconds
    const share = Math.max(0, character - place.from) / (place.to - place.from)
    return place.start + share * (next - place.start)
  }
}

/** What is left of the last word where its time is the end of the piece. */
const shortestWordSeconds = 0.1

function spansOfWords(text: string): TextSpan[] {
  return Array.from(text.matchAll(/\S+/gu)).flatMap(({ 0: run, index }) => {
    const hasSpaces = Array.from(run).every((character) => isSpaced(character))
    if (hasSpaces) return [{ from: index, to: index + run.length }]
    return wordSpans(run).map(({ from, to }) => ({ from: index + from, to: index + to }))
  })
}

/** Korean has spaces too. */
function isSpaced(character: string): boolean {
  return writingSystemOf(character) === 'spaced' || /\p{Script=Hangul}/u.test(character)
}

/** Slow speech: a third of a second for a syllable of Chinese, a tenth for a letter. */
function longestSpokenSeconds(word: string): number {
  const characters = Array.from(word)
  const seconds = characters.map((character) => (isSpaced(character) ? 0.1 : 0.3))
  return 0.25 + seconds.reduce((sum, each) => sum + each, 0)
}
