import { describe, expect, it } from 'vitest'
import type { Segment } from '../transcript.ts'
import { formatSrt, formatText, formatWebVtt } from './format-captions.ts'
import { parseCaptions } from './parse-captions.ts'

const bread: Segment[] = [
  { start: 0, end: 2.5, text: 'Bread rises.', speaker: 'Ann & Bo' },
  { start: 2.5, end: 4, text: 'Why? Because 1 < 2 --> yeast', speaker: 'Ann & Bo' },
  { start: 3723.0004, end: 3725.9996, text: 'A second\n\nvoice', speaker: 'Cy' },
]

describe('WebVTT', () => {
  it('has each segment with its time and voice, and no markup out of a text', () => {
    expect(formatWebVtt(bread)).toBe(
      [
        'WEBVTT\n',
        '00:00:00.000 --> 00:00:02.500\n<v Ann &amp; Bo>Bread rises.\n',
        '00:00:02.500 --> 00:00:04.000\n<v Ann &amp; Bo>Why? Because 1 &lt; 2 --&gt; yeast\n',
        '01:02:03.000 --> 01:02:06.000\n<v Cy>A second voice\n',
      ].join('\n'),
    )
  })

  it('is read again as it was', () => {
    const { segments } = parseCaptions(Buffer.from(formatWebVtt(bread.slice(0, 2))))
    expect(segments).toEqual(bread.slice(0, 2))
  })

  it('is a file without cues where nothing was said', () => {
    expect(formatWebVtt([])).toBe('WEBVTT\n')
  })
})

describe('SubRip', () => {
  it('is numbered, with the speaker where it changes and no arrow out of a text', () => {
    expect(formatSrt(bread)).toBe(
      [
        '1\n00:00:00,000 --> 00:00:02,500\nAnn & Bo: Bread rises.\n',
        '2\n00:00:02,500 --> 00:00:04,000\nWhy? Because 1 < 2 → yeast\n',
        '3\n01:02:03,000 --> 01:02:06,000\nCy: A second voice\n',
      ].join('\n'),
    )
  })
})

describe('a long segment', () => {
  const text =
    'The first sentence is about bread, flour and water. The second one goes on and on about salt, ' +
    'about the time that the dough needs, and about a warm kitchen.'

  it('is shown in parts that can be read, cut between words', () => {
    const cues = parseCaptions(Buffer.from(formatWebVtt([{ start: 10, end: 25, text }]))).segments
    expect(cues.map((cue) => cue.text)).toEqual([
      'The first sentence is about bread, flour and water.',
      'The second one goes on and on about salt, about the time that the dough needs,',
      'and about a warm kitchen.',
    ])
    expect(cues[0]?.start).toBe(10)
    expect(cues.at(-1)?.end).toBe(25)
  })

  it('is cut at the times of its words where they are known', () => {
    const words = text.split(' ').map((word, i) => ({ start: i, end: i + 0.5, text: word }))
    const [first, second] = parseCaptions(
      Buffer.from(formatWebVtt([{ start: 0, end: 30, text, words }])),
    ).segments
    expect([first?.start, first?.end, second?.start]).toEqual([0, 8.5, 9])
  })
})

describe('text to read', () => {
  it('has a paragraph for each speaker and after each pause, with its time', () => {
    expect(formatText(bread)).toBe(
      '[0:00] Ann & Bo: Bread rises. Why? Because 1 < 2 --> yeast\n\n[1:02:03] Cy: A second voice\n',
    )
    expect(
      formatText([
        { start: 61, end: 62, text: 'One.' },
        { start: 63.9, end: 65, text: 'Two.' },
        { start: 67, end: 68, text: 'Three.' },
      ]),
    ).toBe('[1:01] One. Two.\n\n[1:07] Three.\n')
  })

  it('puts no space between sentences that are written without', () => {
    const segments = ['パンは膨らむ。', '酵母のおかげだ。'].map((text, i) => ({
      start: i,
      end: i + 1,
      text,
    }))
    expect(formatText(segments)).toBe('[0:00] パンは膨らむ。酵母のおかげだ。\n')
  })

  it('ends a long paragraph at a sentence', () => {
    const segments = Array.from({ length: 40 }, (_, i) => ({
      start: i,
      end: i + 1,
      text: 'Twenty-two characters.',
    }))
    expect(formatText(segments).split('\n\n')).toHaveLength(2)
  })
})
