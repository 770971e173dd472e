import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { decodeText } from '../../domain/captions/decode-text.ts'
import { InvalidInputError } from '../../domain/errors.ts'
import { titleFromFileName } from '../../domain/title.ts'
import { importVideo } from '../../http/schemas/video.ts'
import { fileError } from '../file-error.ts'
import { isMediaName } from '../media-names.ts'
import type { ImportVideo } from '../library.ts'
import { dialects } from './dialects.ts'
import { languageTag } from './language-tag.ts'
import type { TranscriptFile } from './transcript-file.ts'
import { show } from './values.ts'

export interface ImportOptions {
  readonly title?: string
  readonly url?: string
  readonly language?: string
}

/** A transcript of another program as a video. Rejects with `invalid-transcript`: what was expected, what was found and where. */
export async function readTranscriptFile(
  path: string,
  options: ImportOptions,
): Promise<ImportVideo> {
  const data = await readJson(path)
  return toVideo(() => findDialect(data), titleOf(path), options)
}

/** Rejects with `invalid-transcript` where it is no JSON. */
export async function readJson(path: string): Promise<unknown> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw fileError(path, error)
  })
  return parseJson(decodeText(bytes).text)
}

/** What `read` gives, which may throw a `ZodError`, as a video. Throws `invalid-transcript`. */
export function toVideo(
  read: () => TranscriptFile,
  titleOtherwise: string,
  options: ImportOptions,
): ImportVideo {
  const { segments, ...file } = inOurWords(read)
  const wrong = segments.findIndex(({ start, end }) => end < start)
  if (wrong !== -1) {
    const { start, end, text } = segments[wrong] ?? {}
    throw invalid(
      `segment ${wrong + 1} (“${text}”) ends at ${end} s, before its start at ${start} s`,
    )
  }
  if (segments.length === 0) throw invalid('expected what was said, found no text in any segment')
  const language = languageTag(options.language ?? file.language)
  const video = {
    title: options.title ?? file.title ?? titleOtherwise,
    url: options.url ?? file.url,
    duration: file.duration,
    language,
    transcript: { language, segments },
  }
  const checked = importVideo.safeParse(video)
  if (!checked.success) throw invalid(inWords(checked.error))
  return checked.data
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const start = Array.from(text.trimStart()).slice(0, 40).join('')
    const found = start === '' ? 'an empty file' : `text beginning with ${JSON.stringify(start)}`
    throw new InvalidInputError(
      `expected JSON, found ${found} (${error instanceof Error ? error.message : 'no JSON'})`,
      {
        code: 'invalid-transcript',
      },
    )
  }
}

function inOurWords(read: () => TranscriptFile): TranscriptFile {
  try {
    return read()
  } catch (error) {
    if (error instanceof z.ZodError) throw invalid(inWords(error))
    throw error
  }
}

function findDialect(data: unknown): TranscriptFile {
  for (const dialect of dialects) {
    const file = dialect(data)
    if (file) return file
  }
  throw invalid(
    `expected a transcript (an object with segments, transcription, chunks or words, or a list of segments), found ${show(data)}`,
  )
}

function invalid(message: string): InvalidInputError {
  return new InvalidInputError(message, { code: 'invalid-transcript' })
}

/** The first fault, with its place: `segments[3].start: expected …, found …`. */
function inWords({ issues }: z.ZodError): string {
  const [issue] = issues
  const place = (issue?.path ?? []).map((step) =>
    typeof step === 'number' ? `[${step}]` : `.${String(step)}`,
  )
  const where = place.join('').replace(/^\./, '')
  return where === '' ? (issue?.message ?? 'it is no transcript') : `${where}: ${issue?.message}`
}

/** Programs name a transcript after the media file: `talk.mp4.json`. */
export function titleOf(path: string): string {
  const name = basename(path).replace(/\.json$/i, '')
  return titleFromFileName(isMediaName(name) ? name : `${name}.json`)
}
