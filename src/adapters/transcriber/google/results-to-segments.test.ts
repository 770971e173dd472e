import { describe, expect, it } from 'vitest'
import type { HeardResult, HeardWord } from './read-results.ts'
import { resultsToSegments } from './results-to-segments.ts'

const part = { startSeconds: 0, endSeconds: 60, speakersBefore: 0 }
const word = (
  text: string,
  start: number,
  end: number,
  speaker: string | null = null,
): HeardWord => ({
  text,
  start,
  end,
  speaker,
})
const result = (
  transcript: string,
  words: readonly HeardWord[],
  languageCode = 'en-us',
): HeardResult => ({
  transcript,
  words,
  endSeconds: null,
  languageCode,
})
const textsOf = (results: readonly HeardResult[], changes = {}) =>
  resultsToSegments(results, { ...part, ...changes }).segments.map(({ text }) => text)

describe('segments of what Google heard', () => {
  it('end where the speaker changes, in the middle of a sentence too', () => {
    const heard = result('yes we can no', [
      word('yes', 0, 0.3, '5'),
      word('we', 0.3, 0.5, '5'),
      word('can', 0.5, 0.8, '5'),
      word('no', 0.9, 1.2, '1'),
    ])
    const { segments, speakers } = resultsToSegments([heard], { ...part, speakersBefore: 2 })
    expect(segments.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['yes we can', 'S3'],
      ['no', 'S4'],
    ])
    expect(speakers).toBe(4)
  })

  it('keep the punctuation of the text where the words have none', () => {
    const heard = result('Well, come in.', [
      word('Well', 0, 0.4),
      word('come', 0.5, 0.9),
      word('in', 0.9, 1.2),
    ])
    expect(textsOf([heard])).toEqual(['Well, come in.'])
  })

  it('find their way back into a text that is written in another way than its words', () => {
    const heard = result('That is $10, a day. Fine.', [
      word('that', 0, 0.2),
      word('is', 0.2, 0.4),
      word('ten', 0.4, 0.6),
      word('dollars', 0.6, 0.9),
      word('a', 0.9, 1),
      word('day', 1, 1.4),
      word('Fine', 1.5, 2),
    ])
    expect(textsOf([heard])).toEqual(['that is ten dollars a day.', 'Fine.'])
  })

  it('have no spaces in scripts without them', () => {
    const heard = result(
      '東京です',
      [word('東京|トウキョウ', 0, 0.5), word('です|デス', 0.5, 0.9)],
      'ja-jp',
    )
    expect(textsOf([heard, result('はい', [word('はい', 1, 1.3)], 'ja-jp')])).toEqual([
      '東京ですはい',
    ])
  })

  it('have a space between two results', () => {
    expect(
      textsOf([result('one', [word('one', 0, 0.4)]), result('two', [word('two', 0.5, 0.9)])]),
    ).toEqual(['one two'])
  })

  it('share no time, whatever the service says', () => {
    const heard = result('a b c d', [
      word('a', 0, 2, '1'),
      word('b', 1, 1, '2'),
      word('c', 1, 3, '1'),
      word('d', 0.5, 0.6, '2'),
    ])
    const { segments } = resultsToSegments([heard], part)
    expect(segments.map(({ text }) => text)).toEqual(['a', 'b', 'c', 'd'])
    let before = 0
    for (const { start, end } of segments) {
      expect(start).toBeGreaterThanOrEqual(before)
      expect(end).toBeGreaterThan(start)
      before = end
    }
  })

  it('are spread over the stretch where the model tells no word times', () => {
    const untimed = (transcript: string, endSeconds: number): HeardResult => ({
      transcript,
      words: [],
      endSeconds,
      languageCode: 'en-us',
    })
    const { segments } = resultsToSegments(
      [untimed('First we go.', 10), untimed('Then we stay.', 20)],
      { ...part, startSeconds: 100, endSeconds: 160 },
    )
    expect(segments.map(({ text }) => text)).toEqual(['First we go.', 'Then we stay.'])
    expect(segments[0]?.start).toBe(100)
    expect(segments[1]?.start).toBeGreaterThanOrEqual(104)
    expect(segments[1]?.end).toBeLessThanOrEqual(120)
  })

  it('lie where the part lies in the video, in the language of most of it', () => {
    const { segments, language } = resultsToSegments(
      [
        result('guten Tag zusammen', [word('guten', 1, 1.5)], 'de-de'),
        result('ok', [word('ok', 3, 3.5)], 'en-us'),
      ],
      { ...part, startSeconds: 1000 },
    )
    expect(segments[0]?.start).toBe(1001)
    expect(language).toBe('de')
  })
})
