import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

const encode = (text: string) => new TextEncoder().encode(text)
const time = (seconds: number) => `00:00:${seconds.toFixed(3).padStart(6, '0')}`
const file = (...cues: [number, number, string][]) =>
  encode(
    `WEBVTT\n\n${cues.map(([start, end, text]) => `${time(start)} --> ${time(end)}\n${text}`).join('\n\n')}`,
  )

describe('times that cannot be', () => {
  it('end a cue where the next begins', () => {
    const { segments, warnings } = parseCaptions(
      file([1, 5, 'One'], [3, 4, 'Two'], [4.02, 6, 'Three']),
    )
    expect(segments).toEqual([
      { start: 1, end: 3, text: 'One' },
      { start: 3, end: 4, text: 'Two' },
      { start: 4.02, end: 6, text: 'Three' },
    ])
    expect(warnings).toEqual(['1 cue was shortened: the next began before the end.'])
  })

  it('pass over overlaps that come from rounding without a word', () => {
    const { segments, warnings } = parseCaptions(file([1, 2.04, 'One'], [2, 3, 'Two']))
    expect(segments[0]?.end).toBe(2)
    expect(warnings).toEqual([])
  })

  it('divide the time between cues that begin together', () => {
    const { segments } = parseCaptions(file([1, 4, 'Four'], [1, 3, 'Eight888'], [9, 10, 'Last']))
    expect(segments).toEqual([
      { start: 1, end: 2, text: 'Four' },
      { start: 2, end: 4, text: 'Eight888' },
      { start: 9, end: 10, text: 'Last' },
    ])
  })

  it('are put in order', () => {
    const { segments, warnings } = parseCaptions(file([5, 6, 'Two'], [1, 2, 'One']))
    expect(segments.map(({ text }) => text)).toEqual(['One', 'Two'])
    expect(warnings).toEqual(['The captions were not in order of time and were sorted.'])
  })

  it('give a cue that ends before it begins the time that its text takes', () => {
    const { segments, warnings } = parseCaptions(
      file([5, 4, 'A text of thirty characters...'], [30, 30, 'Hm'], [30.5, 31, 'x']),
    )
    expect(segments.map(({ start, end }) => [start, end])).toEqual([
      [5, 7],
      [30, 30.5],
      [30.5, 31],
    ])
    expect(warnings).toEqual(['2 cues were given an end: it was not after the start.'])
  })

  it('begin at the start of the video where they are negative', () => {
    const { segments, warnings } = parseCaptions(encode('1\n-00:00:02,000 --> 00:00:01,000\nHi'))
    expect(segments).toEqual([{ start: 0, end: 1, text: 'Hi' }])
    expect(warnings).toEqual(['1 cue was moved to the start: the time was negative.'])
  })
})

describe('what nobody says', () => {
  it.each([
    '[Music]',
    '(applause)',
    '（拍手）',
    '【音楽】',
    '♪♪',
    '♪ [soft piano music] ♪',
    '*laughs*',
    '...',
    '[dramatic\nmusic]',
    '>> [Laughter]',
  ])('%s is left out', (note) => {
    expect(
      parseCaptions(file([1, 2, note], [3, 4, 'Speech'])).segments.map(({ text }) => text),
    ).toEqual(['Speech'])
  })

  it.each([
    ['[Anna] Hello', '[Anna] Hello'],
    ['(laughs) Never mind', '(laughs) Never mind'],
    ['♪ Row, row, row your boat ♪', 'Row, row, row your boat'],
    ['(We did not know that at the time.)', '(We did not know that at the time.)'],
    ['[Applause]\nThank you', 'Thank you'],
    ['>> Yes. >> No.', 'Yes. No.'],
    ['- Yes.\n-No.', 'Yes. No.'],
    ['-5 degrees', '-5 degrees'],
    ['日本語の\n字幕', '日本語の字幕'],
  ])('%s stays, as %s', (text, said) => {
    expect(parseCaptions(file([1, 2, text])).segments.map((segment) => segment.text)).toEqual([
      said,
    ])
  })
})

describe('a file that is no use', () => {
  it.each([
    ['nothing', '', 'an empty file'],
    ['no cue', 'WEBVTT\n\nNOTE nothing\n', 'no cue at all'],
    ['no readable time', 'WEBVTT\n\nxx --> yy\nHi\n', '1 cue whose time cannot be read'],
    [
      'sounds only',
      'WEBVTT\n\n00:01.000 --> 00:02.000\n[Music]\n',
      '1 cue in which nothing is said',
    ],
    ['a text', 'Dear Anna,\nthe bread…', 'text without any times, beginning with “Dear Anna,”'],
    ['a web page', '<!DOCTYPE html><html>', 'a web page (HTML)'],
    ['TTML', '<?xml version="1.0"?><tt>', 'XML (TTML and the like are not read)'],
    ['JSON', '{ "segments": [] }', 'JSON (a transcript in JSON is for cuepoint import)'],
    ['frames', '{10}{20}Hi', 'MicroDVD, which counts frames and not seconds'],
    ['a picture', '\u0089PNG\r\n\u001a\n\0\0\0\rIHDR\0\0\u0002\0\0', 'no text but a binary file'],
  ])('%s is refused with what was found', (_, text, found) => {
    const refused = () => parseCaptions(encode(text), 'folder/talk.srt')
    expect(refused).toThrow(expect.objectContaining({ code: 'invalid-captions' }))
    expect(refused).toThrow('“talk.srt” cannot be used: expected WebVTT, SubRip (SRT)')
    expect(refused).toThrow(`found ${found}.`)
  })
})

describe('a hostile file', () => {
  it('of 100,000 cues is read whole', () => {
    const cues = Array.from(
      { length: 100_000 },
      (_, i) => `${i + 1}\n${Math.floor(i / 60)}:${i % 60} --> 9999:59\nLine ${i}\n`,
    )
    const { segments } = parseCaptions(encode(cues.join('\n')))
    expect(segments).toHaveLength(100_000)
    expect(segments[99_999]).toMatchObject({ start: 99_999, text: 'Line 99999' })
  })

  it.each([
    '<',
    '<a',
    '<v ',
    '{\\',
    '([',
    '[a',
    '&',
    '>>',
    '- ',
    '*',
    '(x ',
    '\t',
    '\n',
    'a\n',
    '<v a>b',
    '<00:00:01.500>b',
  ])('of one long line of %j takes time in proportion to its length', (piece) => {
    const text = `WEBVTT\n\n00:01.000 --> 00:02.000\nHello ${piece.repeat(100_000)}`
    expect(parseCaptions(encode(text)).segments[0]?.text).toMatch(/^Hello/)
  })
})
