import { describe, expect, it } from 'vitest'
import type { SpokenWord } from './tokens-to-words.ts'
import { wordsToSegments } from './words-to-segments.ts'

/** Half a second for each word from `start` on. */
const spoken = (text: string, start = 0): SpokenWord[] =>
  text.split(' ').map((word, index) => ({
    text: word,
    start: start + index / 2,
    end: start + index / 2 + 0.5,
    joint: index === 0 ? '' : ' ',
  }))

const textsOf = (words: readonly SpokenWord[]) => wordsToSegments(words).map(({ text }) => text)

describe('segments', () => {
  it('are sentences', () => {
    expect(textsOf(spoken('This is one. Is this another? Yes it is.'))).toEqual([
      'This is one.',
      'Is this another?',
      'Yes it is.',
    ])
  })

  it('know their words and last from the first to the last of them', () => {
    expect(wordsToSegments(spoken('Good morning.', 3))).toEqual([
      {
        start: 3,
        end: 4,
        text: 'Good morning.',
        words: [
          { text: 'Good', start: 3, end: 3.5 },
          { text: 'morning.', start: 3.5, end: 4 },
        ],
      },
    ])
  })

  it('do not end at a title or an initial', () => {
    expect(textsOf(spoken('We met Dr. Stone and J. Doe today.'))).toHaveLength(1)
  })

  it('join what is too short to the sentence after it', () => {
    expect(textsOf(spoken('No. That is wrong.'))).toEqual(['No. That is wrong.'])
  })

  it('end at a pause', () => {
    expect(textsOf([...spoken('and then we'), ...spoken('went home', 3)])).toEqual([
      'and then we',
      'went home',
    ])
  })

  it('of long sentences are cut at a comma near the middle, to ten seconds at most', () => {
    const half = 'one two three four five six seven eight nine ten eleven twelve'
    expect(textsOf(spoken(`${half}, ${half}`))).toEqual([`${half},`, half])
    for (const { start, end } of wordsToSegments(spoken('la '.repeat(100).trim())))
      expect(end - start).toBeLessThanOrEqual(10)
  })

  it('have no spaces where none are written', () => {
    const words = ['今日は', '雨です。'].map((text, index) => ({
      text,
      start: index,
      end: index + 1,
      joint: '' as const,
    }))
    expect(textsOf(words)).toEqual(['今日は雨です。'])
  })

  it.each([
    '[Music]',
    '(audience laughing)',
    '♪ ♪',
    '...',
    '*sighs*',
    'Hmm.',
    'Mm-hmm.'.slice(0, 2),
  ])('are not made of %j', (text) => {
    expect(textsOf(spoken(text))).toEqual([])
  })

  it('of no words are none', () => {
    expect(wordsToSegments([])).toEqual([])
  })
})
