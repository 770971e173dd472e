import { createReadStream } from 'node:fs'

/** Whether a file holds these bytes. Reads it once, from the start until they are found. */
export async function fileContains(path: string, text: string): Promise<boolean> {
  const wanted = Buffer.from(text)
  let tail = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const bytes = Buffer.concat([tail, toBuffer(chunk)])
    if (bytes.includes(wanted)) return true
    tail = bytes.subarray(Math.max(0, bytes.length - wanted.length + 1))
  }
  return false
}

function toBuffer(chunk: unknown): Buffer {
  if (Buffer.isBuffer(chunk)) return chunk
  throw new TypeError('a file without encoding is read in buffers')
}
