import { timedPieces } from '../timed-pieces.ts'
import { endsSentence } from '../text-sentences.ts'
import type { Segment } from '../transcript.ts'
import { spreadWords } from './spread-words.ts'

/** Two full lines, and as long as anybody needs to read them. */
const longestText = 100
const longestSeconds = 10
/** A sentence of this length may stand alone. */
const shortestText = 40

/** Segments as they are shown over a video: long ones in parts that can be read, cut between words. */
export function captionCues(segments: readonly Segment[]): Segment[] {
  return segments.flatMap((segment) => (isReadable(segment) ? [segment] : readableParts(segment)))
}

function isReadable({ start, end, text, words }: Segment): boolean {
  // Where no word has a time, a long time is silence as well.
  return text.length <= longestText && (end - start <= longestSeconds || !words)
}

function readableParts(segment: Segment): Segment[] {
  const { text, words = spreadWords(text, segment), speaker } = segment
  const goal = text.length / Math.ceil(text.length / longestText)
  const parts: Segment[] = []
  for (const piece of timedPieces([{ ...segment, words }])) {
    const { start, end } = piece
    const last = parts.at(-1)
    const joined = last && { ...last, end, text: last.text + piece.joint + piece.text }
    if (joined && !isFull(last, goal) && isReadable({ ...joined, words })) {
      parts[parts.length - 1] = joined
    } else {
      const own = { start, end, text: piece.text }
      parts.push(speaker === undefined ? own : { ...own, speaker })
    }
  }
  return parts
}

function isFull({ text }: Segment, goal: number): boolean {
  return text.length >= goal || (text.length >= shortestText && endsSentence(text))
}
