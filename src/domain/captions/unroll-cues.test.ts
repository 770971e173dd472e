import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

const read = (...cues: [string, string][]) =>
  parseCaptions(
    new TextEncoder().encode(
      `WEBVTT\n\n${cues.map(([time, text]) => `${time}\n${text}`).join('\n\n')}\n`,
    ),
  ).segments
const said = (...cues: [string, string][]) => read(...cues).map(({ text }) => text)

describe('captions that repeat what is on the screen', () => {
  it('are taken once, with the times of the words, as automatic captions have them', () => {
    expect(
      read(
        [
          '00:00:00.000 --> 00:00:02.000 align:start',
          ' \nbread<00:00:00.500><c> rises</c><00:00:01.000><c> because</c>',
        ],
        ['00:00:02.000 --> 00:00:02.010 align:start', 'bread rises because\n '],
        [
          '00:00:02.010 --> 00:00:04.000 align:start',
          'bread rises because\nof<00:00:02.500><c> yeast</c>',
        ],
        ['00:00:04.000 --> 00:00:04.010 align:start', 'of yeast\n '],
      ),
    ).toEqual([
      {
        start: 0,
        end: 2,
        text: 'bread rises because',
        words: [
          { start: 0, end: 0.5, text: 'bread' },
          { start: 0.5, end: 1, text: 'rises' },
          { start: 1, end: 2, text: 'because' },
        ],
      },
      {
        start: 2.01,
        end: 4,
        text: 'of yeast',
        words: [
          { start: 2.01, end: 2.5, text: 'of' },
          { start: 2.5, end: 4, text: 'yeast' },
        ],
      },
    ])
  })

  it('are taken once where lines roll up', () => {
    expect(
      said(
        ['00:00.000 --> 00:01.000', 'LINE ONE'],
        ['00:01.000 --> 00:02.000', 'LINE ONE\nLINE TWO'],
        ['00:02.000 --> 00:03.000', 'LINE ONE\nLINE TWO\nLINE THREE'],
        ['00:03.000 --> 00:04.000', 'LINE TWO\nLINE THREE\nLINE FOUR'],
      ),
    ).toEqual(['LINE ONE', 'LINE TWO', 'LINE THREE', 'LINE FOUR'])
  })

  it('are taken once where a line grows, and each word has the time at which it appeared', () => {
    expect(
      read(
        ['00:00.000 --> 00:01.000', 'bread rises'],
        ['00:01.000 --> 00:02.000', 'bread rises because of'],
        ['00:02.000 --> 00:03.000', 'bread rises because of yeast'],
      ),
    ).toEqual([
      {
        start: 0,
        end: 3,
        text: 'bread rises because of yeast',
        words: [
          { start: 0, end: 0.455, text: 'bread' },
          { start: 0.545, end: 1, text: 'rises' },
          { start: 1, end: 1.7, text: 'because' },
          { start: 1.8, end: 2, text: 'of' },
          { start: 2, end: 3, text: 'yeast' },
        ],
      },
    ])
  })

  it('stay as they are where a person says the same twice', () => {
    expect(
      said(
        ['00:00.000 --> 00:01.000', 'Thank you.'],
        ['00:01.000 --> 00:02.000', 'Thank you.'],
        ['00:02.000 --> 00:03.000', 'Not at all.'],
        ['00:09.000 --> 00:10.000', 'Not at all.\nReally.'],
      ),
    ).toEqual(['Thank you.', 'Thank you.', 'Not at all.', 'Not at all. Really.'])
  })

  it('stay as they are where one refrain in many cues looks like rolling', () => {
    const verses = Array.from({ length: 10 }, (_, i): [string, string] => [
      `00:${10 + i}.000 --> 00:${11 + i}.000`,
      `Verse ${i}`,
    ])
    expect(
      said(
        ['00:00.000 --> 00:01.000', 'Row your boat'],
        ['00:01.000 --> 00:02.000', 'Row your boat\ngently'],
        ...verses,
      ),
    ).toContain('Row your boat gently')
  })
})
