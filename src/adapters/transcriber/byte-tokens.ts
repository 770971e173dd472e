import type { TimedToken } from './recogniser-messages.ts'

/**
 * Whisper's tokens are runs of bytes, and a character of Chinese, Japanese or Korean is often spread over two of them.
 * The recogniser throws away what is not whole UTF-8 within one token, and those characters with it. So it is given a
 * table in which every byte is a character of its own (Latin-1), and the text is put together from the bytes here.
 */
export function toByteTable(tokens: string): string {
  return tokens
    .split('\n')
    .map((line) => {
      const [token, id] = line.split(' ')
      return token && id ? `${toByteToken(token)} ${id}` : line
    })
    .join('\n')
}

/** Tokens of whole characters again; one that is spread over several has the time of the first. */
export function joinByteTokens(
  tokens: readonly string[],
  startOf: (index: number) => number | null,
): TimedToken[] {
  const joined: TimedToken[] = []
  const decoder = new TextDecoder()
  let start: number | null = null
  let isUnfinished = false
  for (const [index, token] of tokens.entries()) {
    if (!isUnfinished) start = startOf(index)
    const text = decoder.decode(Buffer.from(token, 'latin1'), { stream: true })
    isUnfinished = text === ''
    if (!isUnfinished) joined.push({ text: withoutBroken(text), start })
  }
  return joined
}

function toByteToken(base64: string): string {
  const bytes = Buffer.from(base64, 'base64').toString('latin1')
  return Buffer.from(bytes, 'utf8').toString('base64')
}

/** Bytes that are no character at all. */
function withoutBroken(text: string): string {
  return text.replaceAll('\ufffd', '')
}
