/** What speech models hear: 16 kHz, mono, signed 16-bit little-endian. */
export const sampleRate = 16_000
export const bytesPerSecond = 2 * sampleRate

export function toSamples(pcm: Uint8Array): Float32Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const samples = new Float32Array(pcm.byteLength >> 1)
  for (let i = 0; i < samples.length; i += 1) samples[i] = view.getInt16(2 * i, true) / 32_768
  return samples
}

/** The audio in blocks of one second; the last one is what is left. Half a sample at the end is no sound. */
export async function* secondsOf(audio: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  let rest = Buffer.alloc(0)
  for await (const chunk of audio) {
    if (!(chunk instanceof Uint8Array)) throw new TypeError('audio comes as bytes')
    rest = Buffer.concat([rest, chunk])
    for (; rest.length >= bytesPerSecond; rest = rest.subarray(bytesPerSecond))
      yield rest.subarray(0, bytesPerSecond)
  }
  const whole = rest.length - (rest.length % 2)
  if (whole > 0) yield rest.subarray(0, whole)
}
