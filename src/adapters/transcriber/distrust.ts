import { deflateSync } from 'node:zlib'

/** Why a text cannot be what was said, in words for a person; null when it can. */
export function reasonToDistrust(text: string, spokenSeconds: number): string | null {
  if (isRepeated(text)) return 'the model gave the same words again and again'
  if (isTooFast(text, spokenSeconds))
    return 'the model gave more words than can be said in that time'
  return null
}

/** From this ratio on Whisper's own decoding takes a text as a loop and tries again. */
const loopCompressionRatio = 2.4

function isRepeated(text: string): boolean {
  const bytes = Buffer.byteLength(text)
  if (bytes === 0) return false
  return bytes / deflateSync(text).length > loopCompressionRatio || isOnePhraseRepeated(text)
}

/** A text too short to compress: nothing but one word eight times over, or a few words four times over. */
function isOnePhraseRepeated(text: string): boolean {
  const words = text.toLowerCase().match(/[\p{L}\p{N}']+/gu) ?? []
  return [1, 2, 3, 4, 5].some(
    (length) =>
      words.length >= Math.max(8, 4 * length) &&
      words.every((word, index) => index < length || word === words[index - length]),
  )
}

/** Far above the fastest speech, so that only runaway text is meant. */
const mostCharactersPerSecond = 40

function isTooFast(text: string, spokenSeconds: number): boolean {
  const characters = Array.from(text.replaceAll(/\s/gu, '')).length
  return characters > 20 + mostCharactersPerSecond * spokenSeconds
}
