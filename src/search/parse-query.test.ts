import { describe, expect, it } from 'vitest'
import { parseQuery } from './parse-query.ts'

describe('parseQuery', () => {
  it.each([
    ['how bread rises', { wanted: 'how bread rises', phrases: [], excluded: [] }],
    [
      '"not your country" ask',
      { wanted: 'not your country ask', phrases: ['not your country'], excluded: [] },
    ],
    [
      'pricing -enterprise -"free plan"',
      { wanted: 'pricing', phrases: [], excluded: ['enterprise', 'free plan'] },
    ],
    ['-enterprise pricing', { wanted: 'pricing', phrases: [], excluded: ['enterprise'] }],
    ['state-of-the-art', { wanted: 'state-of-the-art', phrases: [], excluded: [] }],
    ['run --help', { wanted: 'run --help', phrases: [], excluded: [] }],
    ['3 - 2', { wanted: '3 2', phrases: [], excluded: [] }],
    [
      '“smart quotes” „unten“ «là»',
      { wanted: 'smart quotes unten là', phrases: ['smart quotes', 'unten', 'là'], excluded: [] },
    ],
    ['「東京タワー」 猫', { wanted: '東京タワー 猫', phrases: ['東京タワー'], excluded: [] }],
    ['an "open end', { wanted: 'an open end', phrases: [], excluded: [] }],
    ['a"b c"d', { wanted: 'a b c d', phrases: ['b c'], excluded: [] }],
    ['"" bread ""', { wanted: 'bread', phrases: [], excluded: [] }],
    ['bread\u0000dough\n\toven', { wanted: 'bread dough oven', phrases: [], excluded: [] }],
    ['bread 🍞 -🍞', { wanted: 'bread', phrases: [], excluded: [] }],
    ['e\u0301clair', { wanted: '\u00e9clair', phrases: [], excluded: [] }],
    ['bread \ud83c', { wanted: 'bread', phrases: [], excluded: [] }],
    ['C++ -C#', { wanted: 'C++', phrases: [], excluded: ['C#'] }],
  ])('reads %j', (text, query) => {
    expect(parseQuery(text)).toMatchObject(query)
  })

  it('knows the words that stand in no phrase', () => {
    expect(parseQuery('ask "not your country" -bread').loose).toBe('ask')
    expect(parseQuery('"not your country"').loose).toBe('')
  })

  it.each([
    ['oven speaker:anna', 'oven', ['anna']],
    ['Speaker:"Anna Schmidt" oven speaker:béla', 'oven', ['Anna Schmidt', 'béla']],
    ['oven speaker:“山田 太郎”', 'oven', ['山田 太郎']],
    ['oven speaker:🎤', 'oven', ['🎤']],
    ['loudspeaker:anna', 'loudspeaker:anna', []],
    ['the speaker: anna', 'the speaker: anna', []],
    ['oven speaker:""', 'oven', []],
  ])('reads who is to speak in %j', (text, wanted, speakers) => {
    expect(parseQuery(text)).toMatchObject({ wanted, speakers })
  })

  it.each([
    ['', 'empty'],
    [' \n ', 'empty'],
    ['🍞', 'no letter'],
    ['- & | ""', 'no letter'],
    ['speaker:anna', 'only who speaks'],
    ['oven -speaker:anna', 'can be asked for and not left out'],
    ['-bread', 'what must not be there'],
    ['-"a b" -c', 'what must not be there'],
    ['a'.repeat(2001), 'at most 2000'],
  ])('refuses %j', (text, reason) => {
    expect(() => parseQuery(text)).toThrow(reason)
    expect(() => parseQuery(text)).toThrow(expect.objectContaining({ code: 'invalid-query' }))
  })
})
