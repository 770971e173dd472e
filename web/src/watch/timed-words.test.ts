import { describe, expect, it } from 'vitest'
import { timedWords } from './timed-words.ts'

const times = (segment: Parameters<typeof timedWords>[0]) =>
  timedWords(segment).flatMap(({ text, start }) => (start === null ? [] : [[text, start]]))

describe('timedWords', () => {
  it('takes the times of the words, whatever stands between them', () => {
    expect(
      times({
        start: 10,
        end: 14,
        text: '“We lost contact,” he said.',
        words: [
          { start: 10, end: 10.5, text: ' We' },
          { start: 11, end: 11.5, text: ' lost' },
          { start: 12, end: 12.5, text: ' contact' },
          { start: 13, end: 13.2, text: ' he' },
          { start: 13.5, end: 14, text: ' said.' },
        ],
      }),
    ).toEqual([
      ['We', 10],
      ['lost', 11],
      ['contact', 12],
      ['he', 13],
      ['said', 13.5],
    ])
  })

  it('spreads the time of a segment whose words have none', () => {
    expect(times({ start: 0, end: 8, text: 'aaa bbbb' })).toEqual([
      ['aaa', 0],
      ['bbbb', 4],
    ])
  })

  it('guesses a word that is written otherwise between its neighbours', () => {
    const [, middle] = times({
      start: 0,
      end: 4,
      text: 'one 2 three',
      words: [
        { start: 0, end: 1, text: 'one' },
        { start: 1, end: 2, text: 'two' },
        { start: 2, end: 3, text: 'three' },
      ],
    })
    expect(middle?.[1]).toBeGreaterThan(0)
    expect(middle?.[1]).toBeLessThan(2)
  })

  it('keeps every letter', () => {
    const text = ' Ünïcode—and 宇宙飛行士の話 🎬!'
    const words = timedWords({ start: 0, end: 1, text })
    expect(words.map((word) => word.text).join('')).toBe(text)
  })
})
