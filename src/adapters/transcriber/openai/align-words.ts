import type { Word } from '../../../domain/transcript.ts'
import type { SpokenWord } from '../tokens-to-words.ts'

/**
 * Gives timed words the punctuation of the text, which many servers leave out of them. Null when there are none, or when
 * they are not those of the text.
 */
export function alignWords(text: string, words: readonly Word[]): SpokenWord[] | null {
  const spoken = words.filter((word) => word.text.trim() !== '')
  if (spoken.length === 0) return null
  const lower = text.toLowerCase()
  const places: number[] = []
  let from = 0
  for (const word of spoken) {
    const wanted = word.text.trim().toLowerCase()
    const place = lower.indexOf(wanted, from)
    if (place < 0) return null
    places.push(place)
    from = place + wanted.length
  }
  const aligned = spoken.map((word, index): SpokenWord => ({
    start: word.start,
    end: Math.max(word.start, word.end),
    text: text.slice(index === 0 ? 0 : places[index], places[index + 1]).trim(),
    joint: /\s/u.test(text.charAt((places[index] ?? 0) - 1)) ? ' ' : '',
  }))
  return aligned.some((word) => /\s/u.test(word.text)) ? null : aligned
}
