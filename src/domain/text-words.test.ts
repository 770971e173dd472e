import { describe, expect, it } from 'vitest'
import { normalizeWord, textWords } from './text-words.ts'

const words = (text: string) =>
  textWords(text)
    .filter(({ kind }) => kind !== 'character')
    .map(({ word }) => word)

describe('textWords', () => {
  it.each([
    ["Café au lait, don't!", ['cafe', 'au', 'lait', 'don', 't']],
    ['C++ and F# — version 3.5', ['c++', 'and', 'f#', 'version', '3', '5']],
    ['STRAẞE Straße strasse', ['strasse', 'strasse', 'strasse']],
    ['İstanbul ILIK', ['istanbul', 'ilik']],
    ['ＡＢＣ ﬁsh', ['abc', 'fish']],
    ['Ёлка и йод', ['ёлка', 'и', 'йод']],
    ['बिंदी में', ['बिंदी', 'में']],
    ['مُحَمَّد محمد', ['محمد', 'محمد']],
    ['שָׁלוֹם שלום', ['שלום', 'שלום']],
    ['สวัสดีครับผมชื่อจอห์น', ['สวัสดี', 'ครับ', 'ผม', 'ชื่อ', 'จอห์น']],
    ['東京タワー', ['東京', '京タ', 'タワ', 'ワー']],
    ['iPhoneを買う', ['iphone', 'を買', '買う']],
    ['학교에서', ['학교', '교에', '에서']],
    ['💡 … — ?', []],
  ])('cuts %s', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })

  it('gives every character of a script without spaces as well', () => {
    const characters = textWords('猫が。好き').filter(({ kind }) => kind === 'character')
    expect(characters.map(({ word }) => word)).toEqual(['猫', 'が', '好', 'き'])
  })

  it('takes a sound mark with its character', () => {
    expect(textWords('か\u3099き').map(({ word }) => word)).toEqual(['が', 'がき', 'き'])
  })

  it('knows where in the text each word stands, and its place in the row', () => {
    const text = 'Ein Glas 東京 Bier'
    for (const { from, to, word } of textWords(text))
      expect(normalizeWord(text.slice(from, to))).toBe(word)
    expect(textWords(text).map(({ word, place }) => [word, place])).toEqual([
      ['ein', 0],
      ['glas', 1],
      ['東', 2],
      ['東京', 2],
      ['京', 3],
      ['bier', 4],
    ])
  })
})
