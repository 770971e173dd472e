import { extensionOf } from './title.ts'
import type { MediaFacts, VideoStream } from './video.ts'

/**
 * Whether every current browser (Chromium, Firefox, Safari) plays and seeks the file as it is. Where one of them does
 * not, it is false and the video gets a rendition; a file wrongly refused costs a copy, one wrongly taken a black player.
 *
 * - MP4, M4V, MOV: H.264 in 4:2:0 with 8 bits or AV1, with AAC or MP3; M4A: AAC. HEVC is left out: Chromium gives only its sound.
 * - WebM: VP8, VP9 or AV1 with Opus or Vorbis. The same tracks in MKV are for Chromium alone. (AV1 lacks in Safari only on
 *   devices that have no decoder; encoding it anew would cost more than that.)
 * - MP3, WAV (whole numbers), FLAC, and Ogg with Opus, Vorbis or FLAC, without video.
 * - Raw AAC plays but has no index, so the second that it jumps to is a guess: left out.
 *
 * The name counts because the browser is told a type by it, and ffprobe calls MKV and WebM the same.
 */
export function browserPlays(facts: MediaFacts, fileName: string): boolean {
  const form = forms[extensionOf(fileName)]
  if (!form || !facts.container.split(',').includes(form.container)) return false
  const { video, audio } = facts
  if (!video && !audio) return false
  return (
    (!video || form.video.some((codec) => isVideo(codec, video))) &&
    (!audio || form.audio.includes(audio.codec))
  )
}

interface Form {
  /** One of ffprobe's names of it. */
  readonly container: string
  readonly video: readonly string[]
  readonly audio: readonly string[]
}

const mp4: Form = { container: 'mp4', video: ['h264', 'av1'], audio: ['aac', 'mp3'] }
const ogg: Form = { container: 'ogg', video: [], audio: ['opus', 'vorbis', 'flac'] }

const forms: Readonly<Record<string, Form>> = {
  '.mp4': mp4,
  '.m4v': mp4,
  '.mov': mp4,
  '.m4a': { container: 'm4a', video: [], audio: ['aac'] },
  '.webm': { container: 'webm', video: ['vp8', 'vp9', 'av1'], audio: ['opus', 'vorbis'] },
  '.mp3': { container: 'mp3', video: [], audio: ['mp3'] },
  '.wav': { container: 'wav', video: [], audio: ['pcm_u8', 'pcm_s16le', 'pcm_s24le'] },
  '.flac': { container: 'flac', video: [], audio: ['flac'] },
  '.ogg': ogg,
  '.oga': ogg,
  '.opus': ogg,
}

function isVideo(codec: string, { codec: found, pixelFormat }: VideoStream): boolean {
  if (codec !== found) return false
  // yuvj420p is the same at full range, as phones record it; AV1's main profile has 10 bits too.
  const formats = codec === 'av1' ? ['yuv420p', 'yuv420p10le'] : ['yuv420p', 'yuvj420p']
  return formats.includes(pixelFormat ?? '')
}
