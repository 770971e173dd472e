import type { TimeRange } from '../../domain/time-range.ts'
import { sampleRate, toSamples } from './pcm.ts'

/** A stretch of the audio in memory; times are those of the whole. */
export interface AudioClip {
  slice(range: TimeRange): Uint8Array
  /** The middle of the fifth of a second with the least sound. */
  quietestMoment(within: TimeRange): number
}

export function audioClip(pcm: Uint8Array, startSeconds: number): AudioClip {
  const byteAt = (seconds: number) =>
    2 * Math.max(0, Math.round((seconds - startSeconds) * sampleRate))
  const slice = ({ start, end }: TimeRange) => pcm.subarray(byteAt(start), byteAt(end))
  return {
    slice,
    quietestMoment(within) {
      const loudness = loudnessOfWindows(toSamples(slice(within)))
      const quietest = loudness.indexOf(Math.min(...loudness))
      const middle = within.start + (quietest * stepSamples + windowSamples / 2) / sampleRate
      return Math.min(within.end, middle)
    },
  }
}

const stepSamples = sampleRate / 50
const stepsOfWindow = 10
const windowSamples = stepsOfWindow * stepSamples

/** The energy of the fifth of a second that begins at each fiftieth. */
function loudnessOfWindows(samples: Float32Array): number[] {
  const steps: number[] = []
  for (let from = 0; from < samples.length; from += stepSamples) {
    let energy = 0
    for (const sample of samples.subarray(from, from + stepSamples)) energy += sample * sample
    steps.push(energy)
  }
  const windows = Math.max(1, steps.length - stepsOfWindow + 1)
  return Array.from({ length: windows }, (_, first) =>
    steps.slice(first, first + stepsOfWindow).reduce((sum, energy) => sum + energy, 0),
  )
}
