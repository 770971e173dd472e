import { analyse } from 'chardet'

export interface DecodedText {
  readonly text: string
  /** As a person knows it: `UTF-8`, `windows-1252`. */
  readonly encoding: string
  /** Nothing in the file says so. */
  readonly isGuess: boolean
  /** Letters that could not be read. */
  readonly lost: number
}

/** The bytes as text: by the byte order mark, else as UTF-8 or UTF-16 if they are that, else by the look of them. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const utf16 = utf16Of(bytes)
  if (utf16) return decoded(bytes, utf16, false)
  const utf8 = decoded(bytes, 'UTF-8', false)
  if (isUtf8(bytes)) return { ...utf8, lost: 0 }
  return isMostlyRight(utf8) ? utf8 : (guessed(bytes) ?? utf8)
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('UTF-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}

function decoded(bytes: Uint8Array, encoding: string, isGuess: boolean): DecodedText {
  const text = new TextDecoder(encoding).decode(bytes)
  return { text, encoding, isGuess, lost: countLost(text) }
}

function utf16Of(bytes: Uint8Array): 'UTF-16LE' | 'UTF-16BE' | null {
  const [first, second] = bytes
  if (first === 0xff && second === 0xfe) return 'UTF-16LE'
  if (first === 0xfe && second === 0xff) return 'UTF-16BE'
  // Times and line ends are ASCII: every other byte of theirs is zero, and no other encoding has zeros.
  const sample = bytes.subarray(0, 4096)
  const zerosAt = (parity: number): number =>
    sample.filter((byte, index) => byte === 0 && index % 2 === parity).length
  const [even, odd] = [zerosAt(0), zerosAt(1)]
  if (odd * 10 > sample.length && even * 10 < odd) return 'UTF-16LE'
  if (even * 10 > sample.length && odd * 10 < even) return 'UTF-16BE'
  return null
}

/** A few broken bytes in a file whose other letters beyond ASCII are right: cut, or joined from two. */
function isMostlyRight({ text, lost }: DecodedText): boolean {
  const beyondAscii = text.length - text.replaceAll(/[^\0-\x7f]/g, '').length
  return beyondAscii - lost > lost * 20
}

const sampleBytes = 64 * 1024

/** By the frequencies of bytes, from where they begin to tell: ASCII is the same in all. */
function guessed(bytes: Uint8Array): DecodedText | null {
  const first = bytes.findIndex((byte) => byte > 0x7f)
  const sample = bytes.subarray(Math.max(0, first - 200), first + sampleBytes)
  const readings = analyse(sample).flatMap(({ name }) => reading(bytes, name))
  return readings.find(({ lost }) => lost === 0) ?? readings[0] ?? null
}

function reading(bytes: Uint8Array, name: string): DecodedText[] {
  try {
    return /^utf/i.test(name) ? [] : [decoded(bytes, name, true)]
  } catch {
    // An encoding that Node cannot read.
    return []
  }
}

function countLost(text: string): number {
  return text.split('\ufffd').length - 1
}
