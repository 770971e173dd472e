import { describe, expect, it } from 'vitest'
import { timedPieces } from './timed-pieces.ts'
import type { Segment } from './transcript.ts'

const segment = (text: string, end = 4, more: Partial<Segment> = {}): Segment => ({
  start: 0,
  end,
  text,
  ...more,
})

describe('timedPieces', () => {
  it('takes the words where their times are known', () => {
    const words = [
      { text: 'Hello', start: 1, end: 1.5 },
      { text: ' world', start: 2, end: 2.5 },
      { text: '.', start: 2.5, end: 2.6 },
    ]
    expect(timedPieces([segment('Hello world.', 4, { words })])).toEqual([
      { text: 'Hello', start: 1, end: 1.5, joint: '', closes: 'nothing' },
      { text: 'world.', start: 2, end: 2.6, joint: ' ', closes: 'sentence' },
    ])
  })

  it('takes the segment where words are not those of its text', () => {
    const words = [{ text: 'Other', start: 0, end: 1 }]
    expect(timedPieces([segment('Hello world', 4, { words })])).toMatchObject([
      { text: 'Hello world', start: 0, end: 4, closes: 'segment' },
    ])
  })

  it('cuts a long segment into sentences, and long sentences into words, by their length', () => {
    const pieces = timedPieces([segment('A short one. Another short one.', 15)])
    expect(pieces.map(({ text }) => text)).toEqual(['A short one.', 'Another short one.'])
    expect(pieces[1]?.start).toBeCloseTo((15 * 13) / 31)
    const words = timedPieces([segment('just words without any end', 60)])
    expect(words.map(({ text }) => text)).toEqual(['just', 'words', 'without', 'any', 'end'])
  })

  it('joins segments with a space where the script has spaces', () => {
    const joints = (...texts: string[]) => timedPieces(texts.map((text) => segment(text)))[1]?.joint
    expect(joints('One', 'two')).toBe(' ')
    expect(joints('東京', 'タワー')).toBe('')
  })

  it('passes the speaker on and leaves out what is empty', () => {
    const pieces = timedPieces([segment('  '), segment(' Hi ', 4, { speaker: 'Ada' })])
    expect(pieces).toEqual([
      { text: 'Hi', start: 0, end: 4, joint: '', closes: 'segment', speaker: 'Ada' },
    ])
  })
})
