import { z } from 'zod'
import type { TimeRange } from '../../../domain/time-range.ts'
import type { Segment, Word } from '../../../domain/transcript.ts'
import type { TranscribedPiece } from '../../../ports/transcriber.ts'
import { reasonToDistrust } from '../distrust.ts'
import type { SpeechSpan } from '../pack-speech.ts'
import { spreadText } from '../spread-text.ts'
import { tokensToWords } from '../tokens-to-words.ts'
import { wordsToSegments } from '../words-to-segments.ts'
import { alignWords } from './align-words.ts'
import { tagOf } from './language.ts'

const timedWord = z.object({ word: z.string(), start: z.number(), end: z.number() })
const timedSegment = z.object({
  start: z.number(),
  end: z.number(),
  text: z.string(),
  // whisper.cpp has them here, and tokens that have no times.
  words: z.array(timedWord).nullish().catch(null),
  no_speech_prob: z.number().nullish(),
  avg_logprob: z.number().nullish(),
  compression_ratio: z.number().nullish(),
})
const transcription = z.object({
  text: z.string(),
  language: z.string().nullish(),
  segments: z.array(timedSegment).nullish(),
  words: z.array(timedWord).nullish(),
})

type Transcription = z.infer<typeof transcription>

/** What was sent: `clip` lies in the span, and second 0 of the answer is its start. */
export interface SentSpan extends SpeechSpan {
  readonly from: number
  readonly clip: TimeRange
}

/** The piece that an answer in any of the dialects means. Throws over what is no transcription. */
export function parseAnswer(json: unknown, span: SentSpan): TranscribedPiece {
  const answer = transcription.parse(json)
  const { kept, dropped } = withoutInvented(segmentsOf(answer, span), span)
  const language = answer.language && kept.length > 0 ? tagOf(answer.language) : null
  const piece = { untilSeconds: span.until, segments: inOrder(kept, span), language }
  return dropped ? { ...piece, dropped } : piece
}

interface Candidate extends Segment {
  readonly isLoop?: boolean
}

function segmentsOf({ text, segments, words }: Transcription, span: SentSpan): Candidate[] {
  const at = ({ start, end }: TimeRange) => ({
    start: span.clip.start + start,
    end: span.clip.start + end,
  })
  const spoken = (words ?? []).map((word) => ({ ...at(word), text: word.word }))
  if (segments?.length)
    return segments
      .filter((segment) => !isSilence(segment))
      .map((segment): Candidate => {
        const range = at(segment)
        const own = segment.words?.map((word) => ({ ...at(word), text: word.word }))
        const aligned = alignWords(
          segment.text,
          own ?? spoken.filter((word) => isMiddleIn(word, range)),
        )
        return {
          ...range,
          text: segment.text.trim(),
          ...(aligned && { words: aligned }),
          isLoop: (segment.compression_ratio ?? 0) > loopCompressionRatio,
        }
      })
  const aligned = alignWords(text, spoken)
  if (aligned) return wordsToSegments(aligned)
  const end = span.speech.at(-1)?.end ?? span.until
  // These times are good for a sentence, not for a word.
  return wordsToSegments(tokensToWords(spreadText(text, span.speech), end)).map(
    (segment): Segment => ({ start: segment.start, end: segment.end, text: segment.text }),
  )
}

/** Whisper's own thresholds for a silence that it has put words into. */
function isSilence({ no_speech_prob, avg_logprob }: z.infer<typeof timedSegment>): boolean {
  return (no_speech_prob ?? 0) > 0.6 && (avg_logprob ?? 0) < -1
}

/** Whisper's own threshold for a loop. */
const loopCompressionRatio = 2.4

function isMiddleIn({ start, end }: TimeRange, range: TimeRange): boolean {
  const middle = (start + end) / 2
  return middle >= range.start && middle < range.end
}

function withoutInvented(segments: readonly Candidate[], { clip, from, until }: SentSpan) {
  const whole = segments.map(({ text }) => text).join(' ')
  const reason = reasonToDistrust(whole, clip.end - clip.start)
  if (reason !== null) return { kept: [], dropped: { start: from, end: until, reason } }
  const loops = segments.filter(({ isLoop }) => isLoop)
  const kept = segments.filter(({ isLoop }) => !isLoop)
  const [first] = loops
  if (!first) return { kept, dropped: null }
  const end = Math.min(until, loops.at(-1)?.end ?? until)
  const loop = 'the model gave the same words again and again'
  return { kept, dropped: { start: Math.max(from, first.start), end, reason: loop } }
}

/** Within the span, one after the other, each with some text and some time. */
function inOrder(segments: readonly Candidate[], { from, until }: SentSpan): Segment[] {
  let before = from
  return segments
    .toSorted((a, b) => a.start - b.start)
    .flatMap(({ text, words, ...range }): Segment[] => {
      const start = Math.min(Math.max(range.start, before), until)
      const end = Math.min(Math.max(range.end, start + shortestSeconds), until)
      if (text === '' || end <= start) return []
      before = end
      return [{ start, end, text, ...(words && { words: within(words, start, end) }) }]
    })
}

/** For what a server gives no length. */
const shortestSeconds = 0.1

function within(words: readonly Word[], start: number, end: number): Word[] {
  const fit = (seconds: number) => Math.max(start, Math.min(end, seconds))
  return words.map(({ text, ...word }) => ({ text, start: fit(word.start), end: fit(word.end) }))
}
