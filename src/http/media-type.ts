import { extname } from 'node:path'
import type { MediaFacts } from '../domain/video.ts'

/** The type under which a browser plays a file; by what the file is, not by what it is called. */
export function mediaType(
  key: string,
  media: MediaFacts | null,
  originalKey: string | null,
): string {
  // What is not the original is the rendition that was made of it.
  if (key !== originalKey) return media?.video ? 'video/mp4' : 'audio/mp4'
  if (!media) return 'application/octet-stream'
  const family = families.find(({ names }) =>
    names.some((name) => media.container.split(',').includes(name)),
  )
  if (!family) return 'application/octet-stream'
  return `${media.video ? 'video' : 'audio'}/${family.typeOf(extname(key))}`
}

/** ffprobe's names of containers. */
const families: readonly { names: readonly string[]; typeOf: (extension: string) => string }[] = [
  // QuickTime is close enough to mp4 that browsers play it as such, and only as such.
  { names: ['mp4', 'mov'], typeOf: () => 'mp4' },
  {
    names: ['webm', 'matroska'],
    typeOf: (it) => (it === '.mkv' || it === '.mka' ? 'x-matroska' : 'webm'),
  },
  { names: ['mp3'], typeOf: () => 'mpeg' },
  { names: ['ogg'], typeOf: () => 'ogg' },
  { names: ['wav'], typeOf: () => 'wav' },
  { names: ['flac'], typeOf: () => 'flac' },
  { names: ['aac'], typeOf: () => 'aac' },
  { names: ['mpegts'], typeOf: () => 'mp2t' },
  { names: ['avi'], typeOf: () => 'x-msvideo' },
]
