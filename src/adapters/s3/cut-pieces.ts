/**
 * Cuts a stream into pieces of the sizes that are wanted of each, the last one as it comes. When the stream fails, what
 * came before is a piece too, and then the error is passed on.
 */
export async function* cutPieces(
  content: AsyncIterable<Uint8Array | string>,
  wantedBytes: (index: number) => number,
): AsyncGenerator<Buffer, undefined> {
  let index = 0
  let wanted = wantedBytes(index)
  let waiting: Uint8Array[] = []
  let waitingBytes = 0
  let failure: { readonly error: unknown } | null = null
  try {
    for await (const chunk of content) {
      let rest = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
      while (waitingBytes + rest.length >= wanted) {
        const taken = wanted - waitingBytes
        const piece = Buffer.concat([...waiting, rest.subarray(0, taken)], wanted)
        rest = rest.subarray(taken)
        waiting = []
        waitingBytes = 0
        yield piece
        wanted = wantedBytes(++index)
      }
      if (rest.length > 0) waiting.push(rest)
      waitingBytes += rest.length
    }
  } catch (error) {
    failure = { error }
  }
  if (waitingBytes > 0) yield Buffer.concat(waiting, waitingBytes)
  if (failure) throw failure.error
}
