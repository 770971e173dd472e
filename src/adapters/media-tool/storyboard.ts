import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoryboardLayout } from '../../ports/media-tool.ts'
import { fileUrl, inputArguments } from './input-arguments.ts'
import { eachPacket, type Packet } from './packets.ts'
import { notDecodable } from './unsupported.ts'
import { ignoreOutput, ProgramFailure, type RunProgram } from './run-program.ts'

/** See the port. Picture `n` is what is shown at `n * intervalSeconds`. */
export async function storyboard(
  path: string,
  folder: string,
  layout: StoryboardLayout,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<number> {
  try {
    const keyframesSuffice = await hasKeyframesEvery(
      layout.intervalSeconds,
      path,
      runProgram,
      signal,
    )
    const args = [
      ...['-v', 'error', '-nostdin', ...(keyframesSuffice ? ['-skip_frame', 'nokey'] : [])],
      ...inputArguments(path),
      ...['-map', '0:V:0', '-vf', sheetFilter(layout)],
      ...['-c:v', 'mjpeg', '-q:v', '5', '-pix_fmt', 'yuvj420p'],
      ...['-f', 'image2', '-start_number', '0'],
      // A percent sign stands for the number of the sheet.
      fileUrl(join(folder.replaceAll('%', '%%'), '%d.jpg')),
    ]
    const { complaints } = await runProgram(
      { name: 'ffmpeg', args, read: ignoreOutput, isBackground: true },
      signal,
    )
    const sheets = (await readdir(folder)).filter((name) => /^\d+\.jpg$/.test(name)).length
    if (sheets === 0) throw notDecodable('The pictures', complaints)
    return sheets
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error
    throw notDecodable('The pictures', error.complaints, error)
  }
}

function sheetFilter({ intervalSeconds, columns, rows, width, height }: StoryboardLayout): string {
  return [
    // Rounded up, the picture of a time is the last one before it, not the next one.
    `fps=fps=1/${intervalSeconds}:start_time=0:round=up`,
    // To square pixels first, else the aspect of the stored ones would be kept.
    `scale='trunc(iw*sar)':ih`,
    `scale=${width}:${height}:force_original_aspect_ratio=decrease`,
    `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2`,
    'setsar=1',
    `tile=${columns}x${rows}`,
  ].join(',')
}

/**
 * Whether decoding only the keyframes shows enough: many times faster, and right for long videos with a keyframe every
 * few seconds, as most have. The first minutes tell.
 */
async function hasKeyframesEvery(
  intervalSeconds: number,
  path: string,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<boolean> {
  if (intervalSeconds < shortestInterval) return false
  const keyframes: number[] = []
  const see = ({ isKeyframe, seconds }: Packet) => {
    if (isKeyframe) keyframes.push(seconds)
  }
  const beginning = { path, interval: '%+120', track: 'V:0' }
  await eachPacket(beginning, see, runProgram, signal)
  const gaps = keyframes.slice(1).map((seconds, i) => seconds - (keyframes[i] ?? seconds))
  return gaps.length > 0 && Math.max(...gaps) <= intervalSeconds
}

/** Shorter ones belong to short videos, which are decoded whole soon enough. */
const shortestInterval = 4
