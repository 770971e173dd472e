import { describe, expect, it } from 'vitest'
import { answerToSegments } from './answer-to-segments.ts'
import { parseAnswer } from './parse-answer.ts'

const word = (content: string, start: string, end: string, label?: string) => ({
  type: 'pronunciation',
  start_time: start,
  end_time: end,
  alternatives: [{ confidence: '0.9', content }],
  ...(label !== undefined && { speaker_label: label }),
})
const mark = (content: string) => ({
  type: 'punctuation',
  alternatives: [{ confidence: '0.0', content }],
})
const answer = (items: readonly object[], more: object = {}) =>
  JSON.stringify({ jobName: 'talk', status: 'COMPLETED', results: { items, ...more } })
const segmentsOf = (text: string, startSeconds = 0, speakersBefore = 0) =>
  answerToSegments(parseAnswer(text).items, { startSeconds, speakersBefore })

describe('the answer of AWS Transcribe', () => {
  it('has its numbers as text, its punctuation without times, and the speaker on the word', () => {
    const items = [
      word('Good', '0.5', '0.9', 'spk_1'),
      word('morning', '1', '1.6', 'spk_1'),
      mark('.'),
    ]
    expect(segmentsOf(answer(items))).toEqual([
      {
        start: 0.5,
        end: 1.6,
        text: 'Good morning.',
        speaker: 'S1',
        words: [
          { text: 'Good', start: 0.5, end: 0.9 },
          { text: 'morning.', start: 1, end: 1.6 },
        ],
      },
    ])
  })

  it('has older speakers beside the words, found by the time', () => {
    const items = [word('Hello', '0.5', '1.0'), word('Yes', '1.2', '1.5')]
    const label = (start_time: string, speaker_label: string) => ({ start_time, speaker_label })
    const segments = [
      { speaker_label: 'spk_0', items: [label('0.50', 'spk_0')] },
      { speaker_label: 'spk_1', items: [label('1.20', '')] },
    ]
    const found = segmentsOf(answer(items, { speaker_labels: { speakers: 2, segments } }))
    expect(found.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['S1', 'Hello'],
      ['S2', 'Yes'],
    ])
  })

  it('gives a word of nobody to the speaker before it', () => {
    const items = [
      word('I', '1', '1.2', 'spk_0'),
      word('know', '1.2', '1.5', ''),
      word('No', '3', '3.4', 'spk_1'),
    ]
    expect(segmentsOf(answer(items)).map(({ speaker, text }) => [speaker, text])).toEqual([
      ['S1', 'I know'],
      ['S2', 'No'],
    ])
  })

  it('ends a segment with a sentence, at a pause, and where another speaks', () => {
    const items = [
      ...[word('One', '0', '0.6', 'spk_0'), word('ends', '0.6', '1.2', 'spk_0'), mark('.')],
      ...[word('Two', '1.3', '1.8', 'spk_0'), word('after', '4', '5.2', 'spk_0')],
      word('Three', '5.3', '6', 'spk_1'),
    ]
    expect(segmentsOf(answer(items)).map(({ text }) => text)).toEqual([
      'One ends.',
      'Two',
      'after',
      'Three',
    ])
  })

  it('lies in the video where its part of the audio does, with names of its own for its speakers', () => {
    const items = [word('Later', '0.5', '1', 'spk_0')]
    expect(segmentsOf(answer(items), 7200, 10)).toMatchObject([
      { start: 7200.5, end: 7201, speaker: 'S11' },
    ])
  })

  it('puts words one after the other when people talk at once, and lets none last no time', () => {
    const items = [word('both', '1', '2', 'spk_0'), word('speak', '1.5', '1.5', 'spk_1')]
    expect(segmentsOf(answer(items))).toMatchObject([
      { start: 1, end: 2 },
      { start: 2, end: 2.01 },
    ])
  })

  it('has no spaces in languages that have none, and an opening mark before its word', () => {
    const japanese = [word('今日', '0', '0.5'), word('は', '0.5', '0.7'), mark('。')]
    expect(segmentsOf(answer(japanese))[0]?.text).toBe('今日は。')
    const spanish = [mark('¿'), word('Qué', '0', '0.5'), word('tal', '0.5', '0.9'), mark('?')]
    expect(segmentsOf(answer(spanish))[0]?.text).toBe('¿Qué tal?')
  })

  it('may be silent, and says the language that was identified', () => {
    const { items, languageCode } = parseAnswer(answer([], { language_code: 'de-DE' }))
    expect([items, languageCode]).toEqual([[], 'de-DE'])
  })

  it.each([
    ['no JSON', '<html>', 'not JSON'],
    ['another file', '{"results":{}}', 'items'],
    ['a time that is none', answer([word('No', 'soon', '1')]), 'expected number'],
  ])('is refused when it is %s', (_, text, why) => {
    expect(() => parseAnswer(text)).toThrow(why)
  })
})
