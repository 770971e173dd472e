import { rm, stat } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { AudioStream, MediaFacts } from '../../domain/video.ts'
import { fileUrl, inputArguments } from './input-arguments.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'
import { notDecodable } from './unsupported.ts'

interface Rendition {
  readonly path: string
  readonly target: string
  readonly facts: MediaFacts
  readonly onProgress: (share: number) => void
}

/** See the port. Tracks that fit are copied, the others encoded; when the copy fails, all are encoded. */
export async function playable(
  rendition: Rendition,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<void> {
  const { target, facts, onProgress } = rendition
  const make = (fits: Fits) => convert(rendition, fits, runProgram, signal)
  try {
    const fits = fitsMp4(facts)
    await make(fits).catch(async (error: unknown) => {
      if (!(error instanceof ProgramFailure) || !(fits.video || fits.audio)) throw error
      await make({ video: false, audio: false })
    })
    if ((await stat(target)).size === 0) throw notDecodable('The file', '')
    onProgress(1)
  } catch (error) {
    await rm(target, { force: true })
    throw error instanceof ProgramFailure
      ? notDecodable('The file', error.complaints, error)
      : error
  }
}

interface Fits {
  readonly video: boolean
  readonly audio: boolean
}

/** Which tracks an MP4 takes as they are, for every browser. AVI keeps no order of pictures, so its video is encoded. */
function fitsMp4({ container, video, audio }: MediaFacts): Fits {
  const isPlain = ['yuv420p', 'yuvj420p'].includes(video?.pixelFormat ?? '')
  return {
    video: video?.codec === 'h264' && isPlain && container !== 'avi',
    audio: audio !== null && ['aac', 'mp3'].includes(audio.codec),
  }
}

async function convert(
  { path, target, facts, onProgress }: Rendition,
  fits: Fits,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<void> {
  const { video, audio, durationSeconds } = facts
  const args = [
    ...['-v', 'error', '-nostdin', '-y', '-progress', 'pipe:1', ...inputArguments(path)],
    ...(video ? ['-map', `0:${video.index}`, ...(fits.video ? copyVideo : encodeVideo)] : []),
    ...(audio
      ? ['-map', `0:${audio.index}`, ...(fits.audio ? copyAudio : encodeAudio(audio))]
      : []),
    ...['-max_muxing_queue_size', '9999', '-movflags', '+faststart', '-f', 'mp4', fileUrl(target)],
  ]
  const read = (stdout: Readable) => followProgress(stdout, durationSeconds, onProgress)
  await runProgram({ name: 'ffmpeg', args, read, isBackground: true }, signal)
}

const copyVideo = ['-c:v', 'copy']
const copyAudio = ['-c:a', 'copy']
const encodeAudio = ({ channels }: AudioStream) => [
  ...['-c:a', 'aac', '-b:a', '160k'],
  ...(channels > 2 ? ['-ac', '2'] : []),
]

/** Square pixels, even sides, at most 1080p, whichever way it is turned. */
const shrunk = 'min(1,min(1920/max(iw*sar,ih),1080/min(iw*sar,ih)))'
const encodeVideo = [
  ...['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '23', '-pix_fmt', 'yuv420p'],
  '-vf',
  `scale='max(2,trunc(iw*sar*${shrunk}/2)*2)':'max(2,trunc(ih*${shrunk}/2)*2)',setsar=1`,
]

/** Reads `out_time=00:01:02.345678` out of what `-progress` writes. */
async function followProgress(
  stdout: Readable,
  durationSeconds: number,
  onProgress: (share: number) => void,
): Promise<void> {
  let highest = 0
  for await (const line of createInterface({ input: stdout })) {
    const [, hours, minutes, seconds] = /^out_time=(\d+):(\d+):([\d.]+)/.exec(line) ?? []
    if (seconds === undefined || durationSeconds <= 0) continue
    const done = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)
    // All is written only when ffmpeg has ended.
    const share = Math.min(0.99, done / durationSeconds)
    if (share > highest) onProgress((highest = share))
  }
}
