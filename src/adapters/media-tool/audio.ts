import { PassThrough, Transform, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { UnsupportedMediaError } from '../../domain/errors.ts'
import { audioTrack } from './ffprobe-report.ts'
import { inputArguments } from './input-arguments.ts'
import { readReport } from './probe.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'
import { notDecodable } from './unsupported.ts'

/**
 * See the port. A sample's place in the stream is its time in the video: pauses in the time stamps become silence, and
 * so does a late start. Damage in the middle is passed over: there is as much sound as can be decoded.
 */
export function audio(
  path: string,
  { startSeconds }: { startSeconds: number },
  runProgram: RunProgram,
  signal?: AbortSignal,
): Readable {
  const stop = new AbortController()
  const output = new PassThrough({
    destroy(error, done) {
      stop.abort(error)
      done(error)
    },
  })
  const until = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal
  decode(path, startSeconds, output, runProgram, until).then(
    () => output.end(),
    (error: unknown) => output.destroy(error instanceof Error ? error : new Error(String(error))),
  )
  return output
}

async function decode(
  path: string,
  startSeconds: number,
  output: PassThrough,
  runProgram: RunProgram,
  signal: AbortSignal,
): Promise<void> {
  const came = { bytes: 0 }
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      came.bytes += chunk.length
      done(null, chunk)
    },
  })
  try {
    const args = decodeArguments(path, await playedTrack(path, runProgram, signal), startSeconds)
    const read = (stdout: Readable) => pipeline(stdout, counting, output, { end: false })
    const { complaints } = await runProgram({ name: 'ffmpeg', args, read }, signal)
    // Past the end there is nothing, and no complaint.
    if (came.bytes === 0 && complaints) throw notDecodable('The sound', complaints)
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error
    if (came.bytes === 0) throw notDecodable('The sound', error.complaints, error)
  }
}

/** The index of the track of sound that a player plays. */
export async function playedTrack(path: string, runProgram: RunProgram, signal?: AbortSignal) {
  const track = audioTrack(await readReport(path, runProgram, signal))
  if (!track) throw new UnsupportedMediaError('There is no track of sound in this file.')
  return track.index
}

function decodeArguments(path: string, track: number, startSeconds: number): string[] {
  return [
    ...['-v', 'error', '-nostdin'],
    ...(startSeconds > 0 ? ['-ss', startSeconds.toFixed(3)] : []),
    ...inputArguments(path),
    ...['-map', `0:${track}`, '-ac', '1', '-ar', '16000'],
    ...['-af', 'aresample=async=1:first_pts=0', '-f', 's16le', 'pipe:1'],
  ]
}
