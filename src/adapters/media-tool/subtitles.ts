import { text } from 'node:stream/consumers'
import { assToWebVtt } from './ass-to-webvtt.ts'
import { inputArguments } from './input-arguments.ts'
import { isTextTrack, readReport } from './probe.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'
import { notDecodable } from './unsupported.ts'

/** See the port. WebVTT is copied, which keeps its speakers; other kinds go through ASS. */
export async function subtitles(
  path: string,
  streamIndex: number,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<string> {
  const codec = await textCodec(path, streamIndex, runProgram, signal)
  const form = codec === 'webvtt' ? ['-c:s', 'copy', '-f', 'webvtt'] : ['-c:s', 'ass', '-f', 'ass']
  const args = [
    ...['-v', 'error', '-nostdin', ...inputArguments(path)],
    ...['-map', `0:${streamIndex}`, ...form, 'pipe:1'],
  ]
  try {
    const { output } = await runProgram({ name: 'ffmpeg', args, read: text }, signal)
    return codec === 'webvtt' ? output : assToWebVtt(output)
  } catch (error) {
    if (!(error instanceof ProgramFailure)) throw error
    throw notDecodable(`The subtitle track ${streamIndex}`, error.complaints, error)
  }
}

async function textCodec(
  path: string,
  streamIndex: number,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<string> {
  const { streams } = await readReport(path, runProgram, signal)
  const track = streams.find(({ index }) => index === streamIndex)
  if (track && isTextTrack(track)) return track.codec_name
  throw notDecodable(`Track ${streamIndex} (${track?.codec_name ?? 'not in the file'})`, '')
}
