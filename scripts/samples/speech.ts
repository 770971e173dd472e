import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import type { Segment } from '../../src/domain/transcript.ts'
import type { Talk } from './talks.ts'

export interface Speech {
  /** One channel of signed 16-bit samples. */
  readonly samples: Int16Array
  readonly sampleRate: number
  readonly segments: readonly Segment[]
  readonly durationSeconds: number
}

const leadSeconds = 1
const pauseSeconds = 0.5
const tailSeconds = 1.6

/** Speaks sentence by sentence, so that the time of each is known to the sample. */
export async function speak(talk: Talk): Promise<Speech> {
  const parts: Int16Array[] = []
  const segments: Segment[] = []
  let sampleRate = 22_050
  let length = 0
  const append = (part: Int16Array): void => {
    parts.push(part)
    length += part.length
  }
  const silence = (seconds: number): Int16Array => new Int16Array(Math.round(seconds * sampleRate))

  append(silence(leadSeconds))
  for (const { text, spoken } of talk.sentences) {
    const sentence = await synthesise(spoken ?? text, talk)
    sampleRate = sentence.sampleRate
    const start = length / sampleRate
    append(withoutSilence(sentence.samples))
    segments.push({ start, end: length / sampleRate, text })
    append(silence(pauseSeconds))
  }
  append(silence(tailSeconds - pauseSeconds))

  const samples = new Int16Array(length)
  let at = 0
  for (const part of parts) {
    samples.set(part, at)
    at += part.length
  }
  return { samples, sampleRate, segments, durationSeconds: length / sampleRate }
}

async function synthesise(
  text: string,
  { voice, speed }: Talk,
): Promise<{ samples: Int16Array; sampleRate: number }> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-samples-'))
  try {
    const file = join(folder, 'sentence.wav')
    await execa('espeak-ng', ['-v', voice, '-s', String(speed), '-w', file, text])
    const wave = await readFile(file)
    const headerBytes = 44
    const samples = new Int16Array((wave.length - headerBytes) >> 1)
    for (const index of samples.keys()) samples[index] = wave.readInt16LE(headerBytes + index * 2)
    return { samples, sampleRate: wave.readUInt32LE(24) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** The synthesiser leaves a pause around a sentence; ours are the ones that the captions know of. */
function withoutSilence(samples: Int16Array): Int16Array {
  const isLoud = (sample: number): boolean => Math.abs(sample) > 200
  const first = samples.findIndex(isLoud)
  return samples.subarray(Math.max(0, first), samples.findLastIndex(isLoud) + 1)
}
