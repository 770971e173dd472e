import { tidyText } from '../../domain/captions/tidy-text.ts'
import { readChunks } from './hugging-face.ts'
import { readSegments } from './segment-list.ts'
import { readSpokenWords } from './spoken-words.ts'
import type { Dialect, TranscriptFile } from './transcript-file.ts'
import { isObject, time } from './values.ts'
import { readWhisperCpp } from './whisper-cpp.ts'

/** Every form of transcript that is understood; the first that fits is it. */
export const dialects: readonly Dialect[] = [
  readList,
  readNested,
  readSegmentsObject,
  readWhisperCpp,
  readChunks,
  readSpokenWords,
]

/** `[{ start, end, text }, …]` */
function readList(data: unknown): TranscriptFile | null {
  return Array.isArray(data) ? { segments: readSegments(data) } : null
}

/** `{ title, url, duration, language, transcript: { … } }`, the form that `POST /videos` takes. */
function readNested(data: unknown): TranscriptFile | null {
  if (!isObject(data)) return null
  const { transcript } = data
  const inner = readList(transcript) ?? readSegmentsObject(transcript)
  return inner && { ...inner, ...factsOf(data, inner) }
}

/** `{ segments: […], language }`: Whisper, faster-whisper, WhisperX, `verbose_json`, and our own export. */
function readSegmentsObject(data: unknown): TranscriptFile | null {
  if (!isObject(data) || !Array.isArray(data['segments'])) return null
  const facts = factsOf(data, {})
  // An answer with times of words only has an empty list here.
  if (data['segments'].length === 0 && Array.isArray(data['words'])) return null
  return { ...facts, segments: readSegments(data['segments'], facts.duration) }
}

type Facts = Omit<TranscriptFile, 'segments'>

function factsOf(data: Readonly<Record<string, unknown>>, otherwise: Facts): Facts {
  const text = (name: 'title' | 'url' | 'language'): string | undefined => {
    const value = data[name]
    return (typeof value === 'string' && tidyText(value).trim()) || otherwise[name]
  }
  return {
    title: text('title'),
    url: text('url'),
    language: text('language'),
    duration: time.safeParse(data['duration']).data ?? otherwise.duration,
  }
}
