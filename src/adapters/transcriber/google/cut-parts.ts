import type { Readable } from 'node:stream'
import type { TimeRange } from '../../../domain/time-range.ts'
import type { MediaTool } from '../../../ports/media-tool.ts'

/**
 * The next part of the audio that is no longer than the service takes. It ends at the quietest place of its last seconds,
 * so that no word is cut; the same audio is always cut at the same place.
 */
export async function nextPart(
  path: string,
  whole: TimeRange,
  longestSeconds: number,
  media: Pick<MediaTool, 'audio'>,
  signal: AbortSignal,
): Promise<TimeRange> {
  const { start } = whole
  if (whole.end - start <= longestSeconds) return whole
  const searchSeconds = Math.min(longestSearchSeconds, longestSeconds / 4)
  const from = start + longestSeconds - searchSeconds
  const audio = media.audio(path, { startSeconds: from }, signal)
  const levels = await levelsOf(audio, Math.floor(searchSeconds / frameSeconds))
  return { start, end: from + quietestPlace(levels) }
}

const longestSearchSeconds = 20

/** 16 kHz mono, two bytes for each sample. */
const frameSeconds = 0.02
const frameBytes = 640

/** A pause between words that is long enough to cut in. */
const quietFrames = 15

/** Loudness of each frame, of the first `count` ones. */
async function levelsOf(audio: Readable, count: number): Promise<number[]> {
  const levels: number[] = []
  let rest = Buffer.alloc(0)
  // It is left in the middle, which it calls an error.
  audio.on('error', () => undefined)
  for await (const chunk of audio) {
    const bytes = Buffer.concat([rest, Buffer.from(chunk)])
    let at = 0
    for (; at + frameBytes <= bytes.length && levels.length < count; at += frameBytes)
      levels.push(levelOf(bytes.subarray(at, at + frameBytes)))
    rest = bytes.subarray(at)
    if (levels.length === count) break
  }
  return levels
}

function levelOf(frame: Buffer): number {
  let sum = 0
  for (let at = 0; at < frame.length; at += 2) sum += Math.abs(frame.readInt16LE(at))
  return sum
}

/** Seconds into the levels: the middle of the quietest stretch, the last one of several. */
function quietestPlace(levels: readonly number[]): number {
  let best = { sum: Infinity, middle: levels.length }
  for (let from = 0; from + quietFrames <= levels.length; from++) {
    const sum = levels.slice(from, from + quietFrames).reduce((total, level) => total + level, 0)
    if (sum <= best.sum) best = { sum, middle: from + quietFrames / 2 }
  }
  return best.middle * frameSeconds
}
