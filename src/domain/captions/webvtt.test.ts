import { describe, expect, it } from 'vitest'
import { parseCaptions } from './parse-captions.ts'

const read = (text: string) => parseCaptions(new TextEncoder().encode(text))
const cue = (payload: string) => read(`WEBVTT\n\n00:01.000 --> 00:03.000\n${payload}`).segments

describe('WebVTT', () => {
  it('is read with header, identifiers, settings, notes, styles and regions', () => {
    const { format, language, segments } = read(
      [
        'WEBVTT - How bread rises\nKind: captions\nLanguage: pt-BR',
        'STYLE\n::cue { color: red }',
        'REGION\nid:fred\nwidth:40%',
        'NOTE\nnot said by anybody',
        'intro\n00:01.000 --> 00:02.000 align:start position:0% line:-1\nOne',
        'NOTE neither is this',
        '01:00:00.500 --> 01:00:02.000\nTwo\nthree',
      ].join('\n\n'),
    )
    expect({ format, language }).toEqual({ format: 'webvtt', language: 'pt' })
    expect(segments).toEqual([
      { start: 1, end: 2, text: 'One' },
      { start: 3600.5, end: 3602, text: 'Two three' },
    ])
  })

  it.each([
    ['a byte order mark', '\ufeffWEBVTT\n\n00:01.000 --> 00:02.000\nHi'],
    ['no blank line after the header', 'WEBVTT\n00:01.000 --> 00:02.000\nHi'],
    ['Windows line ends', 'WEBVTT\r\n\r\n00:01.000 --> 00:02.000\r\nHi\r\n'],
    ['commas of SubRip', 'WEBVTT\n\n1\n00:00:01,000 --> 00:00:02,000\nHi'],
    [
      'the header of a live stream',
      'WEBVTT\nX-TIMESTAMP-MAP=LOCAL:00:00:00.000,MPEGTS:900000\n\n00:01.000 --> 00:02.000\nHi',
    ],
  ])('is read with %s', (_, text) => {
    expect(read(text).segments).toEqual([{ start: 1, end: 2, text: 'Hi' }])
  })

  it('starts a cue at its times where the blank line is missing, or has spaces', () => {
    const { segments } = read(
      'WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n00:03.000 --> 00:04.000\nTwo\n  \n3\n00:05.000 --> 00:06.000\nThree',
    )
    expect(segments.map(({ text }) => text)).toEqual(['One', 'Two', 'Three'])
  })

  it('keeps who speaks', () => {
    expect(cue('<v.loud Roger Bingham>We are in <i>New York</i></v>')).toEqual([
      { start: 1, end: 3, text: 'We are in New York', speaker: 'Roger Bingham' },
    ])
    expect(cue('<v Tom &amp; Ann>Hello')[0]?.speaker).toBe('Tom & Ann')
  })

  it('divides a cue between its speakers', () => {
    expect(cue('<v Ann>Yes, yes\n<v Bob>No, no')).toEqual([
      { start: 1, end: 2.1428571428571428, text: 'Yes, yes', speaker: 'Ann' },
      { start: 2.1428571428571428, end: 3, text: 'No, no', speaker: 'Bob' },
    ])
  })

  it('knows when words are spoken', () => {
    expect(cue('Never <00:00:01.500><c>drink</c> <00:00:02.000>liquid nitrogen')).toEqual([
      {
        start: 1,
        end: 3,
        text: 'Never drink liquid nitrogen',
        words: [
          { start: 1, end: 1.5, text: 'Never' },
          { start: 1.5, end: 2, text: 'drink' },
          { start: 2, end: 2.4, text: 'liquid' },
          { start: 2.467, end: 3, text: 'nitrogen' },
        ],
      },
    ])
  })

  it('keeps times of words within their cue', () => {
    expect(
      cue('<00:00:00.100>a <00:00:02.000>b <00:00:01.500>c <00:09:00.000>d')[0]?.words,
    ).toEqual([
      { start: 1, end: 2, text: 'a' },
      { start: 2, end: 2, text: 'b' },
      { start: 2, end: 3, text: 'c' },
      { start: 3, end: 3, text: 'd' },
    ])
  })

  it('reads character references, and the base of a ruby text', () => {
    const [segment] = cue(
      '&lt;b&gt; &amp;amp; &quot;Bo&#39;s&#x22; 5&nbsp;m <ruby>漢<rt>かん</rt>字<rt>じ</rt></ruby>',
    )
    expect(segment?.text).toBe('<b> &amp; "Bo\'s" 5 m 漢字')
  })

  it('lets no markup and no control character through', () => {
    const [segment] = cue(
      '<script>alert(1)</script><img src=x onerror=alert(2)>a\u0000b\u001b[2J &#0;&#xD800;c\u202e',
    )
    expect(segment?.text).toBe('alert(1)ab[2J \ufffdc')
  })

  it('takes a smaller-than sign that opens no tag as text', () => {
    expect(cue('if a < b and c <')[0]?.text).toBe('if a < b and c <')
  })
})
