import { sentenceSpans } from '../../domain/text-sentences.ts'
import type { Segment, Word } from '../../domain/transcript.ts'
import { readSegments } from './segment-list.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { isObject, time } from './values.ts'

/** A pause that ends a segment where the text does not say where a sentence ends. */
const pauseSeconds = 1.5
const longestSeconds = 15

/** `{ text, words: [{ word, start, end }] }`: an answer with times of words only. Segments are the sentences of the text. */
export function readSpokenWords(data: unknown): TranscriptFile | null {
  if (!isObject(data) || !Array.isArray(data['words'])) return null
  const duration = time.safeParse(data['duration']).data
  const words = readSegments(data['words'], duration)
  const text = typeof data['text'] === 'string' ? data['text'].trim() : ''
  const language = typeof data['language'] === 'string' ? data['language'] : undefined
  const segments = sentences(text, words, duration) ?? breaths(words)
  return { language, duration, segments }
}

/** Null when the words are not those of the text. */
function sentences(
  text: string,
  words: readonly Word[],
  durationSeconds: number | undefined,
): Segment[] | null {
  const places: { from: number; word: Word }[] = []
  let from = 0
  for (const word of words) {
    const at = text.indexOf(word.text, from)
    if (at === -1) return null
    places.push({ from: at, word })
    from = at + word.text.length
  }
  const segments: Segment[] = []
  let next = 0
  for (const span of sentenceSpans(text)) {
    const own: Word[] = []
    let covered = span.from
    for (; (places[next]?.from ?? Infinity) < span.to; next += 1) {
      const place = places[next]
      if (!place) break
      own.push({ start: place.word.start, end: place.word.end, text: place.word.text })
      covered = place.from + place.word.text.length
    }
    const start = own[0]?.start ?? segments.at(-1)?.end ?? 0
    const isWhole = own.length > 0 && !/\p{L}/u.test(text.slice(covered, span.to))
    // Some services time only a part of what they have heard.
    const limit = places[next]?.word.start ?? durationSeconds
    const end = Math.max(start, own.at(-1)?.end ?? start, isWhole ? 0 : (limit ?? 0))
    const said = text.slice(span.from, span.to)
    segments.push({ start, end, text: said, ...(isWhole ? { words: own } : {}) })
  }
  return segments.length > 0 ? segments : null
}

function breaths(words: readonly Word[]): Segment[] {
  const groups: Word[][] = []
  for (const { start, end, text } of words) {
    const last = groups.at(-1)
    const first = last?.[0]?.start ?? start
    const isNew =
      start - (last?.at(-1)?.end ?? start) > pauseSeconds || end - first > longestSeconds
    if (last && !isNew) last.push({ start, end, text })
    else groups.push([{ start, end, text }])
  }
  return groups.map((group) => ({
    start: group[0]?.start ?? 0,
    end: group.at(-1)?.end ?? 0,
    text: group.map(({ text }) => text).join(' '),
    words: group,
  }))
}
