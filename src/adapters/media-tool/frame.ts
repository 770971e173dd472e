import { buffer } from 'node:stream/consumers'
import { inputArguments } from './input-arguments.ts'
import { eachPacket, noPackets, type Packet } from './packets.ts'
import { readReport } from './probe.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'
import { notDecodable } from './unsupported.ts'

interface Picture {
  readonly seconds: number
  readonly width: number
}

/** See the port. */
export async function frame(
  path: string,
  { seconds, width }: Picture,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<Buffer> {
  const take = (at: number, pick = '') =>
    takePicture(path, { seconds: at, width }, pick, runProgram, signal)
  try {
    const picture = await take(Math.max(0, seconds))
    if (picture.length > 0) return picture
    const end = await lastPictureSeconds(path, seconds, runProgram, signal)
    const last = await take(Math.max(0, end - reachSeconds), lastFirst)
    if (last.length > 0) return last
    const first = await take(0)
    if (first.length > 0) return first
    throw notDecodable('The pictures', '')
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error
    // Says what it is when it is no media at all.
    await readReport(path, runProgram, signal)
    throw notDecodable('The pictures', error.complaints, error)
  }
}

/**
 * Formats without an index are entered at any picture, and nothing is decoded before the next keyframe; so the way to the
 * last picture starts some seconds before it. It takes four pictures a second, which are held until the end is reached.
 */
const reachSeconds = 10
const lastFirst = 'fps=4,reverse,'

async function takePicture(
  path: string,
  { seconds, width }: Picture,
  pick: string,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<Buffer> {
  const args = [
    ...['-v', 'error', '-nostdin', '-ss', seconds.toFixed(3), ...inputArguments(path)],
    ...['-map', '0:V:0', '-frames:v', '1', '-vf', pick + scaledTo(width)],
    ...['-c:v', 'mjpeg', '-q:v', '4', '-pix_fmt', 'yuvj420p', '-f', 'image2pipe', 'pipe:1'],
  ]
  const { output } = await runProgram({ name: 'ffmpeg', args, read: buffer }, signal)
  return output
}

/** The height follows the aspect that is shown, which need not be that of the stored pixels; four times the width at most. */
function scaledTo(width: number): string {
  return `scale=${width}:'max(2,min(${4 * width},trunc(ow/dar/2)*2))',setsar=1`
}

async function lastPictureSeconds(
  path: string,
  seconds: number,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<number> {
  const report = await readReport(path, runProgram, signal)
  const start = report.format.start_time ?? 0
  for (const interval of [`${start + seconds}%`, null]) {
    let last = -Infinity
    const see = (packet: Packet) => (last = Math.max(last, packet.seconds))
    await eachPacket({ path, interval, track: 'V:0' }, see, runProgram, signal).catch(noPackets)
    if (last > -Infinity) return last - start
  }
  return 0
}
