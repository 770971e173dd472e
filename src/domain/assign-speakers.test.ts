import { describe, expect, it } from 'vitest'
import { assignSpeakers } from './assign-speakers.ts'
import type { Segment } from './transcript.ts'

/** Words of one second each from `start` on. */
function said(start: number, text: string): Segment {
  const words = text.split(' ').map((word, index) => ({
    text: word,
    start: start + index,
    end: start + index + 0.9,
  }))
  return { start, end: start + words.length, text, words }
}

const turn = (speaker: number, start: number, end: number) => ({ speaker, start, end })

const spoken = (segments: readonly Segment[]) =>
  segments.map(({ speaker, text, start, end }) => [speaker ?? null, text, start, end])

describe('assignSpeakers', () => {
  it('gives each segment whoever speaks most of it', () => {
    const segments = [
      { start: 0, end: 4, text: 'One.' },
      { start: 4, end: 9, text: 'Two.' },
    ]
    const turns = [turn(7, 0, 4.5), turn(3, 4.5, 9)]
    expect(spoken(assignSpeakers(segments, turns))).toEqual([
      ['S1', 'One.', 0, 4],
      ['S2', 'Two.', 4, 9],
    ])
  })

  it('cuts a segment where its words change hands, with its signs', () => {
    const segments = [said(0, 'How are you? Fine, thanks a lot.')]
    const turns = [turn(0, 0, 3), turn(1, 3, 7)]
    const cut = assignSpeakers(segments, turns)
    expect(spoken(cut)).toEqual([
      ['S1', 'How are you?', 0, 2.9],
      ['S2', 'Fine, thanks a lot.', 3, 7],
    ])
    expect(cut.flatMap(({ words = [] }) => words)).toEqual(segments[0]?.words)
  })

  it('takes one word between two of another speaker for a mistake of the turns', () => {
    const turns = [turn(0, 0, 2), turn(1, 2, 3), turn(0, 3, 6)]
    expect(spoken(assignSpeakers([said(0, 'a b c d e f')], turns))).toEqual([
      ['S1', 'a b c d e f', 0, 6],
    ])
  })

  it('leaves words that no turn covers with the speaker before them', () => {
    const turns = [turn(0, 0, 2), turn(1, 4, 8)]
    expect(spoken(assignSpeakers([said(0, 'a b c d e f')], turns))).toEqual([
      ['S1', 'a b c d', 0, 3.9],
      ['S2', 'e f', 4, 6],
    ])
  })

  it('leaves a segment whole whose words are not those of its text', () => {
    const segment = { ...said(0, 'a b c d'), text: 'Something else.' }
    const turns = [turn(0, 0, 2), turn(1, 2, 4)]
    expect(spoken(assignSpeakers([segment], turns))).toEqual([['S1', 'Something else.', 0, 4]])
  })

  it('names nobody where nobody was heard', () => {
    expect(spoken(assignSpeakers([said(0, 'a b')], []))).toEqual([[null, 'a b', 0, 2]])
  })

  it('finds a turn that began long before, among thousands', () => {
    const short = Array.from({ length: 5000 }, (_, at) => turn(1, at * 2, at * 2 + 0.1))
    const turns = [turn(0, 0, 10_000), ...short].toSorted((a, b) => a.start - b.start)
    const segments = Array.from({ length: 5000 }, (_, at) => said(at * 2, 'a b'))
    const speakers = new Set(assignSpeakers(segments, turns).map(({ speaker }) => speaker))
    expect(speakers).toEqual(new Set(['S1']))
  })
})
