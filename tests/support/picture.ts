import { execa } from 'execa'
import { ffmpegForTests } from './media-programs.ts'

/** The second that `makeVideo` shows in each of `columns`×`rows` equal parts of a JPEG; -1 for black. */
export async function secondsShown(
  jpeg: Buffer | string,
  columns = 1,
  rows = 1,
): Promise<number[]> {
  const filter = `format=gray,scale=${columns}:${rows}:flags=area`
  const { stdout } = await execa(
    ffmpegForTests,
    [
      '-v',
      'error',
      '-i',
      typeof jpeg === 'string' ? jpeg : 'pipe:0',
      '-vf',
      filter,
      '-f',
      'rawvideo',
      'pipe:1',
    ],
    { encoding: 'buffer', ...(typeof jpeg === 'string' ? { stdin: 'ignore' } : { input: jpeg }) },
  )
  // JPEG holds full range, the video the limited one of television.
  return [...stdout].map((gray) =>
    Math.max(-1, Math.round(((gray * 219) / 255 + 16 - 40) / 10) || 0),
  )
}

export function jpegSize(jpeg: Buffer): { width: number; height: number } {
  for (let at = 2; at < jpeg.length;) {
    const marker = jpeg.readUInt16BE(at)
    if (marker >= 0xffc0 && marker <= 0xffc3)
      return { height: jpeg.readUInt16BE(at + 5), width: jpeg.readUInt16BE(at + 7) }
    at += 2 + jpeg.readUInt16BE(at + 2)
  }
  throw new Error('no size in this JPEG')
}
