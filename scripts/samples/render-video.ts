import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { execa } from 'execa'
import { Canvas, type Colour } from './canvas.ts'
import { scenes, type Scene } from './scenes.ts'
import type { Speech } from './speech.ts'
import type { Talk } from './talks.ts'

const [width, height, framesPerSecond] = [1280, 720, 24]
const font = 'Noto Serif CJK JP'

/** Paints the scene, writes the headings on it, lays the speech under it. */
export async function renderVideo(talk: Talk, speech: Speech, file: string): Promise<void> {
  const scene = scenes[talk.scene]
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-samples-'))
  try {
    const filters = await textFilters(talk, speech, scene, folder)
    const raw = join(folder, 'speech.raw')
    await writeFile(raw, Buffer.from(speech.samples.buffer))
    const picture = `-f rawvideo -pix_fmt rgb24 -s ${width}x${height} -r ${framesPerSecond} -i pipe:0`
    const sound = `-f s16le -ar ${speech.sampleRate} -ac 1 -i ${raw}`
    const videoCodec = '-c:v libx264 -profile:v high -preset veryslow -tune animation -crf 28 -g 96'
    const audioCodec = '-c:a aac -b:a 56k -ar 44100'
    await execa(
      'ffmpeg',
      [
        ...'-v error -nostdin -y'.split(' '),
        ...`${picture} ${sound}`.split(' '),
        ...['-vf', filters, '-af', 'highpass=f=70,lowpass=f=7800,loudnorm=I=-18:TP=-2:LRA=7'],
        ...`${videoCodec} -pix_fmt yuv420p ${audioCodec} -movflags +faststart`.split(' '),
        ...['-fflags', '+bitexact', '-flags:v', '+bitexact', '-flags:a', '+bitexact'],
        ...['-map_metadata', '-1', '-metadata', `title=${talk.title}`, file],
      ],
      { input: Readable.from(frames(scene, speech.durationSeconds)) },
    )
  } finally {
    await rm(folder, { recursive: true })
  }
}

function* frames(scene: Scene, durationSeconds: number): Generator<Buffer> {
  const empty = new Canvas(width, height)
  empty.fill(scene.background)
  const count = Math.ceil(durationSeconds * framesPerSecond)
  for (let frame = 0; frame < count; frame += 1) {
    const canvas = new Canvas(width, height)
    canvas.pixels.set(empty.pixels)
    scene.paint(canvas, frame / framesPerSecond, frame / count)
    yield Buffer.from(canvas.pixels.buffer)
  }
}

/** The title small above, the heading of each sentence large, fading in and out with it. */
async function textFilters(
  talk: Talk,
  speech: Speech,
  scene: Scene,
  folder: string,
): Promise<string> {
  const colour = hexadecimal(scene.text)
  const filters = ['format=yuv444p']
  const write = async (text: string, style: string): Promise<void> => {
    // By a file: there is no way to quote every text in a filter.
    const file = join(folder, `${filters.length}.txt`)
    await writeFile(file, text)
    filters.push(`drawtext=font='${font}':textfile=${file}:fontcolor=${colour}:${style}`)
  }
  await write(talk.title, "fontsize=26:x=92:y=84:alpha='0.62*min(1,t/0.8)'")
  for (const [index, { heading }] of talk.sentences.entries()) {
    const from = (speech.segments[index]?.start ?? 0) - 0.2
    const to = (speech.segments[index + 1]?.start ?? speech.durationSeconds + 1) - 0.3
    const alpha = `max(0,min(1,min((t-${from.toFixed(2)})/0.4,(${to.toFixed(2)}-t)/0.25)))`
    const lines = heading.split('\n')
    for (const [row, line] of lines.entries()) {
      const baseline = height / 2 + 24 + (row - (lines.length - 1) / 2) * 96
      const place = `x=88:y=${baseline}-ascent:alpha='${alpha}'`
      const shown = `enable='between(t,${from.toFixed(2)},${to.toFixed(2)})'`
      await write(line, `fontsize=78:${place}:${shown}`)
    }
  }
  return filters.join(',')
}

function hexadecimal(colour: Colour): string {
  return `0x${colour.map((value) => Math.round(value).toString(16).padStart(2, '0')).join('')}`
}
