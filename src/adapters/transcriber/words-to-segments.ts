import { endsSentence } from '../../domain/text-sentences.ts'
import type { Segment } from '../../domain/transcript.ts'
import type { SpokenWord } from './tokens-to-words.ts'

/**
 * Cuts what was said into segments of about a sentence: at its end and at pauses. What is too short goes with the
 * next one; what is too long is cut at commas and the longest pauses.
 */
export function wordsToSegments(words: readonly SpokenWord[]): Segment[] {
  return sentencesOf(words).flatMap(cutLongSentence).filter(saysSomething).map(toSegment)
}

const pauseSeconds = 1
const shortestSeconds = 1
const longestSeconds = 10

function sentencesOf(words: readonly SpokenWord[]): SpokenWord[][] {
  const sentences: SpokenWord[][] = []
  let sentence: SpokenWord[] = []
  for (const [index, word] of words.entries()) {
    sentence.push(word)
    const next = words[index + 1]
    const isPause = next !== undefined && next.start - word.end >= pauseSeconds
    const isEnd = closesSentence(word.text) && secondsOf(sentence) >= shortestSeconds
    if (next && !isPause && !isEnd) continue
    sentences.push(sentence)
    sentence = []
  }
  return sentences
}

function closesSentence(word: string): boolean {
  return endsSentence(word) && !/^(?:\p{Lu}|Mr|Mrs|Ms|Dr|Prof|St|No|vs|e\.g|i\.e)\.$/u.test(word)
}

function cutLongSentence(words: readonly SpokenWord[]): (readonly SpokenWord[])[] {
  if (secondsOf(words) <= longestSeconds || words.length < 2) return [words]
  const cut = bestCut(words)
  return [...cutLongSentence(words.slice(0, cut)), ...cutLongSentence(words.slice(cut))]
}

/** The number of words before the cut: a pause counts, a comma counts like one, and the middle is better than the rims. */
function bestCut(words: readonly SpokenWord[]): number {
  const start = words[0]?.start ?? 0
  const seconds = secondsOf(words)
  const worth = words.slice(0, -1).map((word, index) => {
    const pause = Math.max(0, (words[index + 1]?.start ?? word.end) - word.end)
    const comma = /[,;:،、，；：]$/u.test(word.text) ? 0.5 : 0
    const offCentre = Math.abs(word.end - start - seconds / 2) / seconds
    return pause + comma - offCentre
  })
  return worth.indexOf(Math.max(...worth)) + 1
}

/** Models write what they hear beside speech in brackets, as notes, or as a hum. */
function saysSomething(words: readonly SpokenWord[]): boolean {
  const text = textOf(words).replaceAll(
    /\[[^\]]*\]|\([^)]*\)|（[^）]*）|【[^】]*】|\*[^*]*\*/gu,
    '',
  )
  return /[\p{L}\p{N}]/u.test(text) && !/^\s*(?:h+m+|m+h*m+|u+h+|u+m+)[.…!?,]*\s*$/iu.test(text)
}

function toSegment(words: readonly SpokenWord[]): Segment {
  return {
    start: words[0]?.start ?? 0,
    end: words.at(-1)?.end ?? 0,
    text: textOf(words),
    words: words.map(({ text, start, end }) => ({ text, start, end })),
  }
}

function textOf(words: readonly SpokenWord[]): string {
  return words.map(({ text, joint }, index) => (index === 0 ? text : joint + text)).join('')
}

function secondsOf(words: readonly SpokenWord[]): number {
  return (words.at(-1)?.end ?? 0) - (words[0]?.start ?? 0)
}
