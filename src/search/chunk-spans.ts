import type { TimedSpan } from '../domain/chunk.ts'

/** The spans of a chunk as they are stored: small, since every word has one. */
export interface StoredSpans {
  /** From, to, start and end in milliseconds, for each span. */
  readonly spans: readonly number[]
  /** Position of a span and who speaks from there on, null: it is not known who. Null where nobody is known. */
  readonly speakers: readonly (readonly [number, string | null])[] | null
}

export function encodeSpans(spans: readonly TimedSpan[]): StoredSpans {
  const speakers: [number, string | null][] = []
  let before: string | null = null
  for (const [position, { speaker = null }] of spans.entries()) {
    if (speaker !== before) speakers.push([position, speaker])
    before = speaker
  }
  return {
    spans: spans.flatMap(({ from, to, start, end }) => [
      from,
      to,
      milliseconds(start),
      milliseconds(end),
    ]),
    speakers: speakers.length > 0 ? speakers : null,
  }
}

export function decodeSpans({ spans, speakers }: StoredSpans): TimedSpan[] {
  const changes = new Map(speakers)
  const decoded: TimedSpan[] = []
  let speaker: string | null = null
  for (let at = 0; at + 3 < spans.length; at += 4) {
    const [from = 0, to = 0, start = 0, end = 0] = spans.slice(at, at + 4)
    speaker = changes.get(at / 4) ?? (changes.has(at / 4) ? null : speaker)
    decoded.push({
      from,
      to,
      start: start / 1000,
      end: end / 1000,
      ...(speaker !== null && { speaker }),
    })
  }
  return decoded
}

function milliseconds(seconds: number): number {
  return Math.round(seconds * 1000)
}
