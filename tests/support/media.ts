import { rm, writeFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { execa } from 'execa'
import { ffmpegForTests } from './media-programs.ts'

export { ffmpegNote, hasFfmpeg } from './media-programs.ts'

interface Tone {
  readonly startSeconds: number
  readonly endSeconds: number
  readonly hertz: number
}

interface TextTrack {
  readonly codec: 'mov_text' | 'subrip' | 'webvtt' | 'ass'
  /** SRT, or an ASS script for `ass`. */
  readonly text: string
  /** As the container keeps it, e.g. `ger`. */
  readonly language?: string
  readonly isDefault?: boolean
}

export interface MediaOptions {
  readonly seconds?: number
  /** Nothing but the tones is heard; none of them is silence. Null: no track of sound. */
  readonly tones?: readonly Tone[] | null
  readonly width?: number
  readonly height?: number
  readonly framesPerSecond?: number
  readonly subtitles?: readonly TextTrack[]
  /** Further arguments of the output: codecs, tags, flags. They win over what is chosen by the extension. */
  readonly output?: readonly string[]
}

/**
 * A small video whose picture counts the seconds by its brightness: 40 at first, 10 more in every second, up to 220. The
 * extension chooses container and codecs.
 */
export async function makeVideo(path: string, options: MediaOptions = {}): Promise<void> {
  const { width = 160, height = 120, framesPerSecond = 10, tones = [] } = options
  const picture = `color=black:s=${width}x${height}:r=${framesPerSecond},format=yuv420p,geq=lum='min(220,40+10*floor(T))':cb=128:cr=128`
  await make(path, options, [picture, ...(tones ? [soundSource(tones)] : [])])
}

/** The same without a picture. */
export async function makeSound(path: string, options: MediaOptions = {}): Promise<void> {
  await make(path, options, [soundSource(options.tones ?? [])])
}

async function make(path: string, options: MediaOptions, sources: string[]): Promise<void> {
  const { seconds = 2, subtitles = [], output = [] } = options
  const tracks = await writeTracks(path, subtitles)
  const inputs = [
    ...sources.flatMap((source) => ['-f', 'lavfi', '-i', source]),
    ...tracks.flatMap((track) => ['-i', track]),
  ]
  const count = sources.length + tracks.length
  const maps = Array.from({ length: count }, (_, input) => ['-map', `${input}`]).flat()
  await runFfmpeg([
    ...[...inputs, ...maps, ...codecsFor(extname(path)), ...trackArguments(subtitles)],
    ...['-t', `${seconds}`, ...output, path],
  ])
  await Promise.all(tracks.map((track) => rm(track)))
}

/** For what the options do not say. */
export async function runFfmpeg(args: readonly string[]): Promise<void> {
  await execa(ffmpegForTests, ['-v', 'error', '-nostdin', '-y', ...args])
}

function soundSource(tones: readonly Tone[]): string {
  const waves = tones.map(
    ({ startSeconds, endSeconds, hertz }) =>
      `0.4*sin(2*PI*${hertz}*t)*gte(t,${startSeconds})*lt(t,${endSeconds})`,
  )
  return `aevalsrc='${waves.join('+') || '0'}':s=16000`
}

function codecsFor(extension: string): string[] {
  const h264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', '10']
  switch (extension) {
    case '.webm':
      return ['-c:v', 'libvpx', '-deadline', 'realtime', '-c:a', 'libopus']
    case '.mp4':
    case '.mov':
    case '.m4v':
    case '.mkv':
    case '.ts':
      return [...h264, '-c:a', 'aac']
    case '.avi':
      return ['-c:v', 'mpeg4', '-c:a', 'mp3']
    case '.opus':
      return ['-c:a', 'libopus']
    case '.ogg':
      return ['-c:a', 'libvorbis']
    default:
      return []
  }
}

async function writeTracks(path: string, tracks: readonly TextTrack[]): Promise<string[]> {
  return Promise.all(
    tracks.map(async ({ codec, text }, i) => {
      const file = `${path}.track${i}.${codec === 'ass' ? 'ass' : 'srt'}`
      await writeFile(file, text)
      return file
    }),
  )
}

function trackArguments(tracks: readonly TextTrack[]): string[] {
  return tracks.flatMap(({ codec, language, isDefault }, i) => [
    ...[`-c:s:${i}`, codec, `-disposition:s:${i}`, isDefault ? 'default' : '0'],
    ...(language ? [`-metadata:s:s:${i}`, `language=${language}`] : []),
  ])
}
