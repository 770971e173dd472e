import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'

/** What is heard in 16 kHz mono PCM: its length, and when it begins and ends to sound (to a hundredth). */
export async function listen(pcm: Readable): Promise<{ seconds: number; changes: number[] }> {
  const bytes = await buffer(pcm)
  const changes: number[] = []
  let isLoud = false
  for (let start = 0; start + windowBytes <= bytes.length; start += windowBytes) {
    const loud = meanLevel(bytes.subarray(start, start + windowBytes)) > 1000
    if (loud !== isLoud) changes.push(start / bytesPerSecond)
    isLoud = loud
  }
  return { seconds: bytes.length / bytesPerSecond, changes }
}

const bytesPerSecond = 32_000
const windowBytes = 320

function meanLevel(window: Buffer): number {
  let sum = 0
  for (let at = 0; at < window.length; at += 2) sum += Math.abs(window.readInt16LE(at))
  return (sum * 2) / window.length
}
