import { describe, expect, it } from 'vitest'
import { tokensToWords, type PlacedToken } from './tokens-to-words.ts'

const tokens = (...pairs: [string, number][]): PlacedToken[] =>
  pairs.map(([text, start]) => ({ text, start }))

describe('words', () => {
  it('are what stands between spaces, with their punctuation', () => {
    const words = tokensToWords(
      tokens([' Don', 0], ["'t", 0.2], [' pan', 0.5], ['ic', 0.6], ['!', 0.9]),
      1,
    )
    expect(words).toEqual([
      { text: "Don't", start: 0, end: 0.5, joint: '' },
      { text: 'panic!', start: 0.5, end: 1, joint: ' ' },
    ])
  })

  it('end long before the next one when there is a pause', () => {
    const [before, after] = tokensToWords(tokens([' yes', 0], [' no', 10]), 30)
    expect(before?.end).toBeGreaterThan(0.3)
    expect(before?.end).toBeLessThan(1)
    expect(after?.end).toBeLessThan(11)
  })

  it('are those of a dictionary where no spaces are written, each with its time', () => {
    const words = tokensToWords(
      tokens(['私', 0], ['は', 0.3], ['学', 0.5], ['生', 0.7], ['です。', 1]),
      2,
    )
    expect(words.map(({ text, joint }) => joint + text)).toEqual(['私', 'は', '学生', 'です。'])
    expect(words.map(({ start }) => start)).toEqual([0, 0.3, 0.5, 1])
  })

  it('share the time of a token that holds several', () => {
    const words = tokensToWords(tokens(['東京は', 0], ['雨', 3]), 4)
    expect(words.map(({ text }) => text)).toEqual(['東京', 'は', '雨'])
    expect(words.map(({ start }) => start)).toEqual([0, 2, 3])
  })

  it('of Korean stand between spaces too', () => {
    const words = tokensToWords(tokens([' 길', 0], [' 한', 0.4], ['옆으로', 0.6]), 2)
    expect(words.map(({ text }) => text)).toEqual(['길', '한옆으로'])
  })

  it('never go back in time, nor past the end', () => {
    const words = tokensToWords(tokens([' a', 2], [' b', 1], [' c', 9]), 3)
    expect(words.map(({ start }) => start)).toEqual([2, 2, 2.9])
    for (const { start, end } of words) expect(end).toBeGreaterThanOrEqual(start)
    expect(words.at(-1)?.end).toBe(3)
  })

  it('of nothing are none', () => {
    expect(tokensToWords([], 1)).toEqual([])
    expect(tokensToWords(tokens([' ', 0], ['', 0.1]), 1)).toEqual([])
  })
})
