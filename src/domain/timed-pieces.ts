import { endsSentence, sentenceSpans, wordSpans, type TextSpan } from './text-sentences.ts'
import { textJoint } from './text-script.ts'
import type { TimeRange } from './time-range.ts'
import type { Segment, Word } from './transcript.ts'

/** The smallest part of a transcript that has a time of its own and is never cut. */
export interface TimedPiece extends TimeRange {
  readonly text: string
  /** What stands between it and the piece before: a space, nothing, or what the transcript has there. */
  readonly joint: string
  /** How good a place its end is to cut. */
  readonly closes: 'sentence' | 'segment' | 'nothing'
  readonly speaker?: string
}

/** Where segments know no words, longer ones are cut and the times of the parts follow from their length. */
const longestUncutSeconds = 10

/** The pieces of a transcript in order: words where they are known, else segments or the parts of long segments. */
export function timedPieces(segments: readonly Segment[]): TimedPiece[] {
  const pieces: TimedPiece[] = []
  for (const segment of segments) {
    const before = pieces.at(-1)?.text ?? ''
    const parts = spansOfWords(segment) ?? interpolatedSpans(segment)
    for (const [index, part] of parts.entries()) {
      const { text } = segment
      const value = text.slice(part.from, part.to)
      const previous = parts[index - 1]
      const isLast = index === parts.length - 1
      pieces.push({
        text: value,
        start: part.start,
        end: part.end,
        joint: previous
          ? text.slice(previous.to, part.from).replaceAll(/\s+/gu, ' ')
          : before && textJoint(before, value),
        closes: endsSentence(value) ? 'sentence' : isLast ? 'segment' : 'nothing',
        ...(segment.speaker !== undefined && { speaker: segment.speaker }),
      })
    }
  }
  return pieces
}

/** The words with their places in the text; null when there are none or they are not the words of this text. */
function spansOfWords({ text, words }: Segment): (TextSpan & TimeRange)[] | null {
  if (!words?.length) return null
  const spans: (TextSpan & TimeRange)[] = []
  let searchFrom = 0
  for (const word of words) {
    const value = word.text.trim()
    const from = text.indexOf(value, searchFrom)
    if (from === -1) return null
    if (value === '') continue
    searchFrom = from + value.length
    addWord(spans, word, { from, to: searchFrom }, text)
  }
  return spans.length > 0 ? withRemainder(spans, text) : null
}

/** A part without white space before it (`don` + `'t`, or punctuation on its own) belongs to the word that it continues. */
function addWord(
  spans: (TextSpan & TimeRange)[],
  { start, end }: Word,
  place: TextSpan,
  text: string,
): void {
  const last = spans.at(-1)
  const gap = last ? text.slice(last.to, place.from) : text.slice(0, place.from)
  const continues =
    last !== undefined && gap === '' && !/^[\p{L}\p{N}]/u.test(text.slice(place.from))
  if (continues) spans[spans.length - 1] = { ...last, end: Math.max(last.end, end), to: place.to }
  // Text that no word claims (punctuation) goes with the word after it.
  else
    spans.push({
      from: last ? last.to + leadingSpace(gap) : leadingSpace(gap),
      to: place.to,
      start,
      end,
    })
}

function leadingSpace(gap: string): number {
  return gap.length - gap.trimStart().length
}

function withRemainder(spans: (TextSpan & TimeRange)[], text: string): (TextSpan & TimeRange)[] {
  const last = spans.at(-1)
  const end = text.trimEnd().length
  if (last && last.to < end) spans[spans.length - 1] = { ...last, to: end }
  return spans
}

function interpolatedSpans(segment: Segment): (TextSpan & TimeRange)[] {
  const whole = wholeSpan(segment.text)
  if (whole.to <= whole.from) return []
  if (segment.end - segment.start <= longestUncutSeconds && segment.text.length <= longestUncutText)
    return [{ ...whole, start: segment.start, end: segment.end }]
  const secondsPerCharacter = (segment.end - segment.start) / segment.text.length
  const isLong = ({ from, to }: TextSpan) =>
    (to - from) * secondsPerCharacter > longestUncutSeconds || to - from > longestUncutText
  return sentenceSpans(segment.text)
    .flatMap((span) => (isLong(span) ? wordsWithin(segment.text, span) : [span]))
    .map((span) => ({
      ...span,
      start: segment.start + span.from * secondsPerCharacter,
      end: segment.start + span.to * secondsPerCharacter,
    }))
}

/** About half a minute of fast speech: a segment that is longer has wrong times, or is a whole page. */
const longestUncutText = 600

function wholeSpan(text: string): TextSpan {
  return { from: text.length - text.trimStart().length, to: text.trimEnd().length }
}

function wordsWithin(text: string, { from, to }: TextSpan): TextSpan[] {
  return wordSpans(text.slice(from, to)).map((word) => ({
    from: from + word.from,
    to: from + word.to,
  }))
}
