import { text } from 'node:stream/consumers'
import { UnsupportedMediaError } from '../../domain/errors.ts'
import type { AudioStream, MediaFacts, SubtitleStream, VideoStream } from '../../domain/video.ts'
import { measureDuration } from './duration.ts'
import {
  ffprobeReport,
  audioTrack,
  videoTrack,
  reportEntries,
  type FfprobeReport,
  type FfprobeStream,
} from './ffprobe-report.ts'
import { inputArguments } from './input-arguments.ts'
import { primaryLanguage } from './language-tag.ts'
import { ProgramFailure, type RunProgram } from './run-program.ts'
import { notMedia } from './unsupported.ts'
import { whatItIs } from './what-it-is.ts'

/** See the port. */
export async function probe(
  path: string,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<MediaFacts> {
  const report = await readReport(path, runProgram, signal)
  const video = videoTrack(report)
  const audio = audioTrack(report)
  if (!video && !audio) throw await withoutTracks(path, report)
  const durationSeconds = await measureDuration(path, report, runProgram, signal)
  if (durationSeconds === null) throw await notMedia(path, '')
  return {
    container: report.format.format_name,
    durationSeconds,
    video: video && videoStream(video),
    audio: audio && audioStream(audio),
    subtitles: report.streams.filter(isTextTrack).map(subtitleStream),
  }
}

/** What ffprobe says of the file and its tracks. Rejects with `unsupported-media` when it is no media. */
export async function readReport(
  path: string,
  runProgram: RunProgram,
  signal?: AbortSignal,
): Promise<FfprobeReport> {
  const args = [
    ...['-v', 'error', '-of', 'json', '-show_entries', reportEntries],
    ...inputArguments(path),
  ]
  try {
    const { output } = await runProgram({ name: 'ffprobe', args, read: text }, signal)
    return ffprobeReport.parse(JSON.parse(output))
  } catch (error) {
    throw error instanceof ProgramFailure ? await notMedia(path, error.complaints, error) : error
  }
}

async function withoutTracks(path: string, { streams }: FfprobeReport) {
  const kinds = streams.map(
    ({ codec_type, codec_name }) => `${codec_type ?? 'data'} (${codec_name})`,
  )
  const found =
    kinds.length > 0 ? `only ${kinds.join(', ')}` : ((await whatItIs(path)) ?? 'no track')
  return new UnsupportedMediaError(`Expected a track of video or sound, found ${found}.`, {
    remedy: 'Choose the file that has the recording.',
  })
}

function videoStream(stream: FfprobeStream): VideoStream {
  const { index, codec_name: codec, width, height, pix_fmt } = stream
  const turned = isTurned(stream)
  return {
    index,
    codec,
    width: turned ? height : width,
    height: turned ? width : height,
    pixelFormat: pix_fmt ?? null,
  }
}

/** Phones store pictures lying on their side with a note to turn them; older builds give the note as a tag. */
function isTurned({ side_data_list, tags }: FfprobeStream): boolean {
  const noted = side_data_list.find(({ rotation }) => rotation !== undefined)?.rotation
  const degrees = noted ?? Number(tags.rotate ?? 0)
  return Math.abs(degrees) % 180 === 90
}

function audioStream({ index, codec_name, channels, sample_rate }: FfprobeStream): AudioStream {
  return { index, codec: codec_name, channels, sampleRate: sample_rate }
}

const textCodecs = ['mov_text', 'subrip', 'webvtt', 'ass', 'ssa']

export function isTextTrack({ codec_type, codec_name }: FfprobeStream): boolean {
  return codec_type === 'subtitle' && textCodecs.includes(codec_name)
}

function subtitleStream({ index, codec_name, tags, disposition }: FfprobeStream): SubtitleStream {
  return {
    index,
    codec: codec_name,
    language: primaryLanguage(tags.language),
    isDefault: disposition.default,
  }
}
