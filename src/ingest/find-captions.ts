import { buffer } from 'node:stream/consumers'
import { parseCaptions } from '../domain/captions/parse-captions.ts'
import { CuepointError, UnsupportedMediaError } from '../domain/errors.ts'
import type { Transcript } from '../domain/transcript.ts'
import type { Cause, SubtitleStream } from '../domain/video.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { MediaTool } from '../ports/media-tool.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { probedFacts, storedFile } from './stored-file.ts'

export interface FoundCaptions {
  readonly transcript: Transcript
  /** What had to be repaired. */
  readonly notes: readonly Cause[]
}

/**
 * The captions that came with a video: an uploaded or sidecar file, else a text track inside the file. Null when there
 * are none. Rejects with `invalid-captions` when a file was given and cannot be read; an embedded track that cannot be
 * read is passed over.
 */
export async function findCaptions(
  video: VideoRecord,
  { storage, media }: { storage: ObjectStorage; media: MediaTool },
  signal: AbortSignal,
): Promise<FoundCaptions | null> {
  if (video.captionsKey !== null) {
    const bytes = await buffer(await storage.read(video.captionsKey))
    return read(bytes, video.captionsKey, video.requestedLanguage)
  }
  for (const track of preferred(probedFacts(video).subtitles, video.requestedLanguage)) {
    const reading = storage.withFile(
      storedFile(video),
      (path) => media.subtitles(path, track.index, signal),
      signal,
    )
    const text = await reading.catch(passOverDamaged)
    const found =
      text === null ? null : readQuietly(text, video.requestedLanguage ?? track.language)
    if (found) return found
  }
  return null
}

/** The asked-for language first, then the default track, then the order of the file. */
function preferred(
  tracks: readonly SubtitleStream[],
  language: string | null,
): readonly SubtitleStream[] {
  const rank = (track: SubtitleStream): number =>
    (language !== null && track.language === language ? 0 : 2) + (track.isDefault ? 0 : 1)
  return tracks.toSorted((a, b) => rank(a) - rank(b))
}

function read(bytes: Uint8Array, fileName: string, language: string | null): FoundCaptions {
  const captions = parseCaptions(bytes, fileName)
  return {
    transcript: {
      source: 'captions',
      engine: captions.format,
      model: null,
      language: language ?? captions.language ?? null,
      segments: captions.segments,
    },
    notes: captions.warnings.map((message) => ({ code: 'captions-repaired', message })),
  }
}

function readQuietly(text: string, language: string | null): FoundCaptions | null {
  try {
    return read(new TextEncoder().encode(text), 'embedded.vtt', language)
  } catch (error) {
    if (error instanceof CuepointError) return null
    throw error
  }
}

function passOverDamaged(error: unknown): null {
  if (error instanceof UnsupportedMediaError) return null
  throw error
}
