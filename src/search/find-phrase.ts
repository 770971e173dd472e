import type { TextSpan } from '../domain/text-sentences.ts'
import { textWords, type TextWord } from '../domain/text-words.ts'

/** Where the words of a phrase stand in a text one after another, letter for letter but for case and accents. */
export function findPhrase(text: string, phrase: string): TextSpan[] {
  const wanted = textWords(phrase).filter(isOneOfARow)
  const words = textWords(text).filter(isOneOfARow)
  const [first] = wanted
  if (!first) return []
  return words.flatMap((word, index): TextSpan[] => {
    if (word.word !== first.word) return []
    const last = words[index + wanted.length - 1]
    const isHere = wanted.every((other, offset) => words[index + offset]?.word === other.word)
    return isHere && last ? [{ from: word.from, to: last.to }] : []
  })
}

/** Pairs say again what the characters say. */
function isOneOfARow({ kind }: TextWord): boolean {
  return kind !== 'pair'
}
