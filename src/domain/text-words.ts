import { writingSystemOf } from './text-script.ts'
import type { TextSpan } from './text-sentences.ts'

/** A word as it is searched for, and where it stands in the text. */
export interface TextWord extends TextSpan {
  /** Lower case, without the accents of Latin letters, compatibility forms made plain: `Café` → `cafe`, `ＡＢＣ` → `abc`. */
  readonly word: string
  /**
   * Text in Chinese, Japanese or Korean gives every character and every pair of neighbours, which overlap: a question
   * asks for pairs, and for a character only where it stands alone.
   */
  readonly kind: 'word' | 'pair' | 'character'
  /** Its place among the words of the text; an overlapping pair has the place of its first character. */
  readonly place: number
}

// `C++` and `F#` are words; other signs are not.
const wordPattern = /[\p{L}\p{N}][\p{L}\p{M}\p{N}\u200d]*(?:\+\+|#)?/gu

/**
 * The words of a text in order. Where spaces do not tell words apart: Thai and its neighbours by Intl.Segmenter;
 * Chinese, Japanese and Korean as characters and pairs of them, so that a word is found however a dictionary would cut
 * the text around it.
 */
export function textWords(text: string): TextWord[] {
  const found: TextWord[] = []
  let place = 0
  for (const match of text.matchAll(wordPattern)) {
    for (const run of runsOfOneSystem(match[0], match.index)) {
      found.push(...wordsOfRun(run, place))
      place = (found.at(-1)?.place ?? place) + 1
    }
  }
  return found
}

/** Brings a word to the form that is compared. */
export function normalizeWord(word: string): string {
  return (
    word
      .normalize('NFKC')
      .toLowerCase()
      .normalize('NFD')
      // Elsewhere marks tell letters apart (й, が, Hindi vowels); after Latin letters people leave them out.
      .replaceAll(/(?<=\p{Script=Latin})\p{M}+/gu, '')
      // Vowel signs of Arabic and Hebrew and the stretched line of Arabic, which most texts leave out.
      .replaceAll(/[\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/gu, '')
      .normalize('NFC')
      .replaceAll(/[ßæœøłđðþı]/g, (letter) => undecomposed[letter] ?? letter)
  )
}

const undecomposed: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

interface Run {
  readonly text: string
  readonly from: number
  readonly system: ReturnType<typeof writingSystemOf>
}

function runsOfOneSystem(text: string, offset: number): Run[] {
  if (/^[\p{Script=Latin}\p{N}]*$/u.test(text)) return [{ text, from: offset, system: 'spaced' }]
  const runs: Run[] = []
  for (const character of text) {
    const last = runs.at(-1)
    const isMark = /[\p{M}\u200d]/u.test(character)
    const system = isMark && last ? last.system : writingSystemOf(character)
    if (last?.system === system) runs[runs.length - 1] = { ...last, text: last.text + character }
    else runs.push({ text: character, from: last ? last.from + last.text.length : offset, system })
  }
  return runs
}

function wordsOfRun({ text, from, system }: Run, place: number): TextWord[] {
  switch (system) {
    case 'spaced':
      return [{ word: normalizeWord(text), kind: 'word', place, from, to: from + text.length }]
    case 'unspaced':
      return segmentedWords(text, from, place)
    case 'ideographic':
      return charactersAndPairs(text, from, place)
  }
}

const segmenter = new Intl.Segmenter(undefined, { granularity: 'word' })

function segmentedWords(text: string, offset: number, place: number): TextWord[] {
  return Array.from(segmenter.segment(text), ({ segment, index }, position) => ({
    word: normalizeWord(segment),
    kind: 'word' as const,
    place: place + position,
    from: offset + index,
    to: offset + index + segment.length,
  }))
}

function charactersAndPairs(text: string, offset: number, firstPlace: number): TextWord[] {
  // A sound mark may be a character of its own (か + ゙).
  const characters = text.match(/.\p{M}*/gsu) ?? []
  const words: TextWord[] = []
  let from = offset
  for (const [index, character] of characters.entries()) {
    const place = firstPlace + index
    const add = (kind: 'character' | 'pair', part: string) =>
      words.push({ word: normalizeWord(part), kind, place, from, to: from + part.length })
    add('character', character)
    const next = characters[index + 1]
    if (next !== undefined) add('pair', character + next)
    from += character.length
  }
  return words
}
