import { describe, expect, it } from 'vitest'
import { readResults } from './read-results.ts'

const oneWord = (word: object) =>
  readResults({ results: [{ alternatives: [{ transcript: 'hi', words: [word] }] }] })[0]?.words[0]

describe('a transcript of Google', () => {
  it.each([
    ['JSON of protobuf', '12.9s', '13.300s'],
    ['a text of seconds', { seconds: '12', nanos: 900000000 }, { seconds: '13', nanos: 300000000 }],
    ['a number', { seconds: 12, nanos: 900000000 }, { seconds: 13, nanos: 300000000 }],
    [
      'a Long',
      { seconds: { low: 12, high: 0, unsigned: false }, nanos: 900000000 },
      { seconds: { low: 13, high: 0, unsigned: false }, nanos: 300000000 },
    ],
  ])('has its times as %s', (_form, startOffset, endOffset) => {
    const word = oneWord({ word: 'hi', startOffset, endOffset })
    expect(word?.start).toBeCloseTo(12.9, 6)
    expect(word?.end).toBeCloseTo(13.3, 6)
  })

  it('leaves out what is zero', () => {
    expect(oneWord({ word: 'hi', endOffset: '0.4s' })).toMatchObject({ start: 0, end: 0.4 })
    expect(oneWord({ word: 'hi', startOffset: {}, endOffset: { nanos: 400000000 } })).toMatchObject(
      { start: 0, end: 0.4 },
    )
  })

  it.each([
    [{ speakerLabel: '2' }, '2'],
    [{ speakerTag: 2 }, '2'],
    [{ speakerTag: 0 }, null],
    [{ speakerLabel: '' }, null],
    [{}, null],
  ])('with %o has the speaker %s', (given, speaker) => {
    expect(oneWord({ word: 'hi', startTime: '1s', endTime: '2s', ...given })?.speaker).toBe(speaker)
  })

  it('may have stretches in which nothing was understood', () => {
    const results = [
      { resultEndOffset: '3s' },
      { alternatives: [], resultEndOffset: '4s' },
      { alternatives: [{}], resultEndOffset: '5s', languageCode: 'en-us' },
    ]
    expect(readResults({ results })).toEqual([
      { transcript: '', words: [], endSeconds: 5, languageCode: 'en-us' },
    ])
  })

  it.each([[{}], [{ results: [] }], [{ metadata: { totalBilledDuration: '9s' } }]])(
    'of silence is %o',
    (value) => {
      expect(readResults(value)).toEqual([])
    },
  )

  it.each([
    [null],
    ['text'],
    [[]],
    [{ jobName: 'job', results: { transcripts: [] } }],
    [{ results: [{ alternatives: [{ words: [{ word: 'a', startOffset: '-1s' }] }] }] }],
    [{ error: { code: 3 } }],
  ])('is not %o', (value) => {
    expect(() => readResults(value)).toThrow(
      expect.objectContaining({ code: 'transcriber-answer' }),
    )
  })

  it('counts words once that v1 says again to tell the speakers', () => {
    const word = (text: string, second: number, speakerTag?: number) => ({
      word: text,
      startTime: `${second}s`,
      endTime: `${second + 1}s`,
      ...(speakerTag !== undefined && { speakerTag }),
    })
    const results = readResults({
      results: [
        {
          alternatives: [{ transcript: 'Hello,', words: [word('Hello,', 0)] }],
          languageCode: 'en',
        },
        { alternatives: [{ transcript: ' you.', words: [word('you.', 3)] }] },
        { alternatives: [{ words: [word('Hello,', 0, 1), word('you.', 3, 2)] }] },
      ],
    })
    expect(results).toHaveLength(1)
    expect(results[0]).toMatchObject({ transcript: 'Hello, you.', languageCode: 'en' })
    expect(results[0]?.words.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['Hello,', '1'],
      ['you.', '2'],
    ])
  })
})
