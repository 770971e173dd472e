import { describe, expect, it } from 'vitest'
import { markWords, wordMatcher } from './mark-words.ts'

const marked = (text: string, words: readonly string[]) =>
  markWords(text, wordMatcher(new Set(words))).flatMap((part) => (part.isMarked ? [part.text] : []))

describe('marking found words in a transcript', () => {
  it('marks whole words, whatever their case', () => {
    expect(marked('Lost, and the lost lostness.', ['lost'])).toEqual(['Lost', 'lost'])
  })

  it('keeps every letter of the text', () => {
    const text = 'we lost contact'
    const parts = markWords(text, wordMatcher(new Set(['lost'])))
    expect(parts.map((part) => part.text).join('')).toBe(text)
  })

  it('marks inside text without spaces', () => {
    expect(marked('宇宙飛行士の話', ['飛行'])).toEqual(['飛行'])
  })

  it('takes signs as they are', () => {
    expect(marked('C++ and C', ['c++'])).toEqual(['C++'])
    expect(marked('a.b axb', ['a.b'])).toEqual(['a.b'])
  })

  it('marks accents and other scripts', () => {
    expect(marked('Größe, GRÖSSE, größer', ['größe'])).toEqual(['Größe'])
    expect(marked('المكوك كولومبيا', ['كولومبيا'])).toEqual(['كولومبيا'])
  })

  it('marks nothing without words', () => {
    expect(markWords('text', wordMatcher(new Set()))).toEqual([{ text: 'text', isMarked: false }])
  })
})
