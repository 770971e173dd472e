/** Runs of texts that together are at most `maxBytes` of UTF-8; a larger text stands alone. */
export function* batchesWithin(texts: readonly string[], maxBytes: number): Generator<string[]> {
  let batch: string[] = []
  let batchBytes = 0
  for (const text of texts) {
    const bytes = Buffer.byteLength(text)
    if (batch.length > 0 && batchBytes + bytes > maxBytes) {
      yield batch
      batch = []
      batchBytes = 0
    }
    batch.push(text)
    batchBytes += bytes
  }
  if (batch.length > 0) yield batch
}

/** The beginning of a text, at most `maxBytes` of UTF-8, without half a character at the end. */
export function cutToBytes(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  // In stream mode the decoder keeps an unfinished character back.
  return new TextDecoder().decode(bytes.subarray(0, maxBytes), { stream: true })
}
