import type { TranscribedPiece } from '../../ports/transcriber.ts'
import type { AudibleSpan } from './find-speech.ts'

/** Recognises a span in a language, '' to have it detected. */
type RecogniseSpan = (span: AudibleSpan, language: string) => Promise<TranscribedPiece[]>

interface Vote {
  readonly language: string
  readonly seconds: number
}

interface HeldSpan {
  readonly span: AudibleSpan
  readonly pieces: readonly TranscribedPiece[]
  readonly vote: Vote | null
}

/** A decision is not waited for any longer than this. */
const patienceSeconds = 120

/**
 * Has the language detected and keeps it: a model that guesses anew for every piece takes an accent or some music for
 * another language, and then translates. The first spans are held back until two agree; those that were recognised
 * in another language than the one most is spoken in are recognised again.
 */
export async function* settlingLanguage(
  spans: AsyncIterable<AudibleSpan>,
  recogniseSpan: RecogniseSpan,
): AsyncGenerator<TranscribedPiece> {
  let settled: string | null = null
  let held: HeldSpan[] = []

  async function* release(language: string): AsyncGenerator<TranscribedPiece> {
    const released = held
    held = []
    for (const { span, pieces, vote } of released)
      yield* vote && vote.language !== language ? await recogniseSpan(span, language) : pieces
  }

  for await (const span of spans) {
    const pieces = await recogniseSpan(span, settled ?? '')
    if (settled !== null) yield* pieces
    else if (held.length === 0 && !hasText(pieces)) yield* pieces
    else {
      held.push({ span, pieces, vote: voteOf(span, pieces) })
      settled = decide(held)
      if (settled !== null) yield* release(settled)
    }
  }
  yield* release(mostSpoken(held) ?? '')
}

function voteOf({ speech }: AudibleSpan, pieces: readonly TranscribedPiece[]): Vote | null {
  const language = pieces.find((piece) => piece.language !== null)?.language
  const seconds = speech.reduce((sum, { start, end }) => sum + (end - start), 0)
  return language ? { language, seconds } : null
}

function hasText(pieces: readonly TranscribedPiece[]): boolean {
  return pieces.some(({ segments }) => segments.length > 0)
}

function decide(held: readonly HeldSpan[]): string | null {
  const votes = held.flatMap(({ vote }) => vote?.language ?? [])
  const leading = mostSpoken(held)
  if (leading === null) return null
  const isAgreed = votes.filter((language) => language === leading).length >= 2
  const waited = (held.at(-1)?.span.until ?? 0) - (held[0]?.span.from ?? 0)
  return isAgreed || waited > patienceSeconds ? leading : null
}

function mostSpoken(held: readonly HeldSpan[]): string | null {
  const seconds = new Map<string, number>()
  for (const { vote } of held)
    if (vote) seconds.set(vote.language, (seconds.get(vote.language) ?? 0) + vote.seconds)
  return [...seconds].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? null
}
