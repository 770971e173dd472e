import { CuepointError } from '../domain/errors.ts'
import type { MediaFacts } from '../domain/video.ts'
import type { VideoRecord } from '../library/video-record.ts'

/** The storage key of the original. Videos that live elsewhere have none and never come to stages that need it. */
export function storedFile(video: VideoRecord): string {
  if (video.storageKey !== null) return video.storageKey
  throw new CuepointError('no-file', `The file of “${video.title}” is not in this library.`, {
    remedy: 'Upload the file; it is joined with nothing that is there.',
  })
}

/** What `probe` found. */
export function probedFacts(video: VideoRecord): MediaFacts {
  if (video.media !== null) return video.media
  throw new CuepointError('not-probed', `“${video.title}” was not examined yet.`, {
    remedy: 'Process the video again.',
  })
}
