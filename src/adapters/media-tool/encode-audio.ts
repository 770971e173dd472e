import { rm, stat } from 'node:fs/promises'
import type { AudioClip, AudioFormat } from '../../ports/media-tool.ts'
import { playedTrack } from './audio.ts'
import { fileUrl, inputArguments } from './input-arguments.ts'
import { ignoreOutput, ProgramFailure, type RunProgram } from './run-program.ts'
import { notDecodable } from './unsupported.ts'

/** See the port. The time in the clip is that of `audio` from the same second. */
export async function encodeAudio(
  path: string,
  target: string,
  clip: AudioClip,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<void> {
  try {
    const track = await playedTrack(path, runProgram, signal)
    const args = encodeArguments(path, target, track, clip)
    const { complaints } = await runProgram({ name: 'ffmpeg', args, read: ignoreOutput }, signal)
    if ((await stat(target)).size === 0) throw notDecodable('The sound', complaints)
  } catch (error) {
    await rm(target, { force: true })
    if (!(error instanceof ProgramFailure)) throw error
    throw notDecodable('The sound', error.complaints, error)
  }
}

function encodeArguments(
  path: string,
  target: string,
  track: number,
  { startSeconds, endSeconds, format }: AudioClip,
): string[] {
  return [
    ...['-v', 'error', '-nostdin', '-y'],
    ...(startSeconds > 0 ? ['-ss', startSeconds.toFixed(3)] : []),
    ...inputArguments(path),
    ...(endSeconds === null ? [] : ['-t', (endSeconds - startSeconds).toFixed(3)]),
    ...['-map', `0:${track}`, '-ac', '1', '-ar', '16000', '-af', 'aresample=async=1:first_pts=0'],
    ...['-map_metadata', '-1', ...encoders[format], fileUrl(target)],
  ]
}

/** Speech keeps its words at these rates; FLAC keeps everything. */
const encoders: Readonly<Record<AudioFormat, readonly string[]>> = {
  flac: ['-c:a', 'flac', '-f', 'flac'],
  mp3: ['-c:a', 'libmp3lame', '-b:a', '48k', '-f', 'mp3'],
  opus: ['-c:a', 'libopus', '-b:a', '32k', '-f', 'ogg'],
}
