import type { TimeRange } from '../../domain/time-range.ts'
import type { Segment } from '../../domain/transcript.ts'
import type { TranscribedPiece } from '../../ports/transcriber.ts'
import { reasonToDistrust } from './distrust.ts'
import type { AudibleSpan } from './find-speech.ts'
import { halvesOf } from './halve-span.ts'
import { packAudio, type PackedAudio } from './packed-audio.ts'
import { sampleRate } from './pcm.ts'
import type { PieceLimits } from './piece-limits.ts'
import type { Pcm, Recognised } from './recogniser-messages.ts'
import { spreadText } from './spread-text.ts'
import { tokensToWords } from './tokens-to-words.ts'
import { wordsToSegments } from './words-to-segments.ts'

export interface SpanRecogniser {
  readonly limits: PieceLimits
  /** `language` as the model names it, '' to have it detected. */
  recognise(pcm: Pcm, language: string): Promise<Recognised>
}

/** Less than this is not halved any more. */
const shortestHalvedSeconds = 5

/**
 * What was said in a span, in one piece. Where the model has run into a loop or into its limit, the halves of the span
 * are recognised again, down to a few seconds, and become pieces of their own; what cannot be trusted even then is
 * dropped. `isRoomy`: with silence after it, which leaves the model room for more text.
 */
export async function recogniseSpan(
  span: AudibleSpan,
  language: string,
  recogniser: SpanRecogniser,
  isRoomy = false,
): Promise<TranscribedPiece[]> {
  const { from, until, speech } = span
  const [first] = speech
  if (!first) return [{ untilSeconds: until, segments: [], language: null }]
  const { limits } = recogniser
  const packed = packAudio(speech, { start: from, end: until })
  const seconds = Math.max(packed.seconds, isRoomy ? limits.roomySeconds : limits.minSeconds)
  const recognised = await recogniser.recognise(pcmOf(span, packed, seconds), language)
  const text = recognised.tokens.map((token) => token.text).join('')
  const reason = reasonToDistrust(text, packed.seconds)
  const isCutOff = recognised.tokenCount >= limits.mostTokens(seconds)

  if (packed.seconds > shortestHalvedSeconds && (reason !== null || isCutOff)) {
    const pieces: TranscribedPiece[] = []
    for (const half of halvesOf(span))
      pieces.push(...(await recogniseSpan(half, language, recogniser, isCutOff)))
    return pieces
  }
  if (isCutOff && !isRoomy) return recogniseSpan(span, language, recogniser, true)
  if (reason !== null) {
    const dropped = { start: first.start, end: speech.at(-1)?.end ?? until, reason }
    return [{ untilSeconds: until, segments: [], language: null, dropped }]
  }
  const segments = toSegments(recognised, text, packed, speech)
  const heardLanguage = segments.length > 0 ? recognised.language || null : null
  return [{ untilSeconds: until, segments, language: heardLanguage }]
}

function pcmOf({ audio }: AudibleSpan, { parts, seconds }: PackedAudio, wanted: number): Pcm {
  const silence = new Uint8Array(2 * Math.round((wanted - seconds) * sampleRate))
  return Buffer.concat([...parts.map((part) => audio.slice(part)), silence])
}

function toSegments(
  { tokens }: Recognised,
  text: string,
  packed: PackedAudio,
  speech: readonly TimeRange[],
): Segment[] {
  const end = packed.parts.at(-1)?.end ?? 0
  const placed = tokens.flatMap(({ text, start }) =>
    start === null ? [] : [{ text, start: packed.originalTime(start) }],
  )
  if (placed.length === tokens.length) return wordsToSegments(tokensToWords(placed, end))
  const spread = wordsToSegments(tokensToWords(spreadText(text, speech), end))
  // These times are good for a sentence, not for a word.
  return spread.map(({ start, end, text }) => ({ start, end, text }))
}
