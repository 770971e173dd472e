import { tidyText } from '../../domain/captions/tidy-text.ts'
import { InvalidInputError } from '../../domain/errors.ts'
import { readSegments } from './segment-list.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { isObject, show, time } from './values.ts'

type Fields = Readonly<Record<string, unknown>>

/** The names that a table beside an index gives to the same things. */
const names = {
  video: words(
    'video video_id video_name video_file video_path filename file_name file source path',
  ),
  text: words('text content page_content chunk_text chunk transcript'),
  start: words('start start_time startTime start_seconds begin timestamp'),
  end: words('end end_time endTime end_seconds'),
  title: words('title video_title'),
  url: words('url video_url'),
  language: words('language lang'),
}

/**
 * The table beside an index of FAISS, which says for each position which video a vector is of and what is said there: a
 * list, or an object by position, or one of these within an object; the facts of an entry can lie in its `metadata`.
 * Gives what was said in each video, in order; a transcript throws a `ZodError` when a time is wrong. Null: no such table.
 * Throws `invalid-transcript` where only some entries say their video.
 */
export function readPrototypeMetadata(data: unknown): Map<string, () => TranscriptFile> | null {
  const entries = entriesOf(data)
  if (!entries?.some((entry) => textOf(entry, 'video') && textOf(entry, 'text'))) return null
  const videos = new Map<string, Fields[]>()
  for (const [position, entry] of entries.entries()) {
    const video = textOf(entry, 'video')
    if (video === undefined) throw noVideo(position, entry)
    const known = videos.get(video) ?? []
    videos.set(video, known)
    known.push(entry)
  }
  return new Map([...videos].map(([video, own]) => [video, () => toTranscript(own)]))
}

function noVideo(position: number, entry: Fields): InvalidInputError {
  return new InvalidInputError(
    `[${position}]: expected the video that it is of (${names.video.slice(0, 3).join(', ')}, …), found ${show(entry)}`,
    { code: 'invalid-transcript' },
  )
}

function entriesOf(data: unknown, depth = 0): Fields[] | null {
  if (Array.isArray(data)) {
    const entries = data.filter(isObject)
    return entries.length === data.length ? entries.map(unfold) : null
  }
  if (!isObject(data)) return null
  const keys = Object.keys(data)
  if (keys.length > 0 && keys.every((key) => /^\d+$/.test(key)))
    return entriesOf(keys.sort((a, b) => Number(a) - Number(b)).map((key) => data[key]))
  if (depth > 0) return null
  for (const value of Object.values(data)) {
    const entries = entriesOf(value, depth + 1)
    if (entries) return entries
  }
  return null
}

function unfold(entry: Fields): Fields {
  return isObject(entry['metadata']) ? { ...entry['metadata'], ...entry } : entry
}

function toTranscript(entries: readonly Fields[]): TranscriptFile {
  const seen = new Set<string>()
  const chunks = entries
    .map((entry) => {
      const at = find(entry, 'start')
      const pair: readonly unknown[] = Array.isArray(at) ? at : [at]
      const [start, pairEnd] = pair
      const { speaker } = entry
      return { start, end: find(entry, 'end') ?? pairEnd, text: find(entry, 'text'), speaker }
    })
    // A video that was indexed twice is there twice.
    .filter((chunk) => seen.size < seen.add(JSON.stringify(chunk)).size)
    .sort((a, b) => orderOf(a.start) - orderOf(b.start))
  const first = (name: 'title' | 'url' | 'language') =>
    entries.map((entry) => textOf(entry, name)).find((value) => value !== undefined)
  return {
    title: first('title'),
    url: first('url'),
    language: first('language'),
    segments: readSegments(chunks),
  }
}

/** What is no time is refused where it is read. */
function orderOf(start: unknown): number {
  return time.safeParse(start).data ?? 0
}

function find(entry: Fields, name: keyof typeof names): unknown {
  return names[name].map((other) => entry[other]).find((value) => value != null)
}

function textOf(entry: Fields, name: keyof typeof names): string | undefined {
  const value = find(entry, name)
  const text = typeof value === 'number' ? String(value) : value
  return (typeof text === 'string' && tidyText(text).trim()) || undefined
}

function words(text: string): string[] {
  return text.split(' ')
}
