import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

const read = (text: string) => parseCaptions(new TextEncoder().encode(text))
const said = (text: string) => read(text).segments.map((segment) => segment.text)

describe('SubRip', () => {
  it('is read with its numbers, times and lines', () => {
    const { format, language, segments, warnings } = read(
      '1\n00:00:01,000 --> 00:00:02,500\nBread rises\nbecause of yeast.\n\n2\n00:01:00,040 --> 01:00:02,000\nReally.\n',
    )
    expect({ format, language, warnings }).toEqual({ format: 'srt', language: null, warnings: [] })
    expect(segments).toEqual([
      { start: 1, end: 2.5, text: 'Bread rises because of yeast.' },
      { start: 60.04, end: 3602, text: 'Really.' },
    ])
  })

  it.each([
    [
      'Windows line ends and a byte order mark',
      '\ufeff1\r\n00:00:01,000 --> 00:00:02,000\r\nHi\r\n',
    ],
    ['line ends of old Macs', '1\r00:00:01,000 --> 00:00:02,000\rHi\r'],
    ['points for commas', '1\n00:00:01.000 --> 00:00:02.000\nHi'],
    ['no hours', '1\n00:01,000 --> 00:02,000\nHi'],
    ['no numbers', '00:00:01,000 --> 00:00:02,000\nHi\n'],
    ['no thousandths', '1\n00:00:01 --> 00:00:02\nHi'],
    ['single digits', '1\n0:0:1,0 --> 0:0:2,0\nHi'],
    ['spaces inside times', '1\n00:00:01, 000 --> 00: 00: 02, 000\nHi'],
    ['no spaces around the arrow', '1\n00:00:01,000-->00:00:02,000\nHi'],
    ['an arrow that a word processor changed', '1\n00:00:01,000 –> 00:00:02,000\nHi'],
    ['coordinates', '1\n00:00:01,000 --> 00:00:02,000  X1:100 X2:200 Y1:1 Y2:9\nHi'],
    ['blank lines before', '\n\n\n1\n00:00:01,000 --> 00:00:02,000\nHi'],
  ])('is read with %s', (_, text) => {
    expect(read(text).segments).toEqual([{ start: 1, end: 2, text: 'Hi' }])
  })

  it('keeps text together that blank lines cut', () => {
    expect(
      said(
        '1\n00:00:01,000 --> 00:00:02,000\n\nOne\n\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nThree',
      ),
    ).toEqual(['One two', 'Three'])
  })

  it('needs no blank line between cues', () => {
    expect(
      said('1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo'),
    ).toEqual(['One', 'Two'])
  })

  it('bears a blank line after every line', () => {
    expect(
      said(
        '1\n\n00:00:01,000 --> 00:00:02,000\n\nOne\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\nTwo\n',
      ),
    ).toEqual(['One', 'Two'])
  })

  it('tells a year that is said from the number of a cue', () => {
    expect(
      said('1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\n1985\n'),
    ).toEqual(['1984', '1985'])
    expect(
      said('00:00:01,000 --> 00:00:02,000\nIn\n1984\n\n00:00:03,000 --> 00:00:04,000\nTwo'),
    ).toEqual(['In 1984', 'Two'])
  })

  it('keeps numbers apart from text when the first cue has none', () => {
    expect(
      said('00:00:01,000 --> 00:00:02,000\nOne\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo'),
    ).toEqual(['One', 'Two'])
  })

  it('takes markup out and leaves what is said', () => {
    expect(
      said(
        '1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>Well</i>, <font color="#fff">AT&amp;T</font> {b}said{/b} 1 < 2 & 3 > 2.',
      ),
    ).toEqual(['Well, AT&T said 1 < 2 & 3 > 2.'])
  })

  it('leaves out a cue without a readable time, and says so', () => {
    const { segments, warnings } = read(
      '1\n00:00:xx,000 --> 00:00:02,000\nLost\n\n2\n00:00:03,000 --> 00:00:04,000\nThere',
    )
    expect(segments.map(({ text }) => text)).toEqual(['There'])
    expect(warnings).toEqual(['1 cue was left out: no readable time.'])
  })
})
