import { execa } from 'execa'
import { ffmpegForTests } from './media-programs.ts'
import { toneOf } from './tone-model.ts'

export interface HeardTone {
  readonly word: string
  readonly start: number
  readonly end: number
}

/** Decodes FLAC and hears the tones in it. Rejects what is not 16 kHz mono FLAC. */
export async function hearTones(flac: Buffer): Promise<{ seconds: number; heard: HeardTone[] }> {
  if (flac.subarray(0, 4).toString('latin1') !== 'fLaC') throw new Error('This is no FLAC.')
  // STREAMINFO begins after 8 bytes; 20 bits of sample rate, then 3 of the number of channels less one.
  if (flac.readUIntBE(18, 3) >> 4 !== 16_000) throw new Error('This is not 16 kHz.')
  if ((flac.readUInt8(20) >> 1) % 8 !== 0) throw new Error('This is not mono.')
  const { stdout } = await execa(
    ffmpegForTests,
    ['-v', 'error', '-f', 'flac', '-i', 'pipe:0', '-f', 's16le', 'pipe:1'],
    { input: flac, encoding: 'buffer', maxBuffer: 500_000_000 },
  )
  const pcm = new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2))
  const heard: HeardTone[] = []
  for (let from = 0; from + frame <= pcm.length; from += frame) {
    const word = wordIn(pcm.subarray(from, from + frame))
    if (word === null) continue
    const [start, end] = [from / 16_000, (from + frame) / 16_000]
    const last = heard.at(-1)
    if (last?.word === word && start - last.end < 0.05) heard[heard.length - 1] = { ...last, end }
    else heard.push({ word, start, end })
  }
  // A click at the rim of a tone is no word.
  return {
    seconds: pcm.length / 16_000,
    heard: heard.filter(({ start, end }) => end - start > 0.1),
  }
}

/** 20 ms. */
const frame = 320

function wordIn(samples: Int16Array): string | null {
  const loudness = samples.reduce((sum, sample) => sum + sample * sample, 0) / frame
  if (loudness < 1e5) return null
  const [best] = Object.entries(toneOf).toSorted(
    ([, a], [, b]) => powerAt(samples, b) - powerAt(samples, a),
  )
  return best?.[0] ?? null
}

/** The algorithm of Goertzel. */
function powerAt(samples: Int16Array, hertz: number): number {
  const factor = 2 * Math.cos((2 * Math.PI * hertz) / 16_000)
  let [one, two] = [0, 0]
  for (const sample of samples) [one, two] = [sample + factor * one - two, one]
  return one * one + two * two - factor * one * two
}
