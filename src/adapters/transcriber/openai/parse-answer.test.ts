import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sharedPath, skipNote } from '../../../../tests/support/shared.ts'
import { tagOf } from './language.ts'
import { parseAnswer } from './parse-answer.ts'
import { maySendTwice } from './resend.ts'
import { toSentSpans } from './sent-spans.ts'
import { Secret } from '../../../config/secret.ts'

const span = {
  from: 100,
  until: 160,
  speech: [{ start: 101, end: 140 }],
  clip: { start: 100.8, end: 140.2 },
}
const segment = { start: 0, end: 2, text: ' Good morning.' }

describe('an answer of a speech server', () => {
  const sample = sharedPath('samples/whisper/vercel-ai-openai-openai-transcription.json')
  it.skipIf(sample === null)(`of OpenAI has its text within the speech${skipNote(sample)}`, () => {
    const json: unknown = JSON.parse(readFileSync(sample ?? '', 'utf8'))
    const { segments, language } = parseAnswer(json, span)
    expect(language).toBe('en')
    expect(json).toMatchObject({ text: segments.map(({ text }) => text).join(' ') })
    expect(segments.at(-1)?.end).toBeLessThanOrEqual(140)
  })

  it('gives words without punctuation that of the text', () => {
    const words = [
      { word: 'Good', start: 1, end: 1.4 },
      { word: 'morning', start: 1.5, end: 2 },
      { word: 'all', start: 2.1, end: 2.5 },
    ]
    const { segments } = parseAnswer({ text: 'Good morning, all.', words }, span)
    expect(segments.map(({ text }) => text)).toEqual(['Good morning, all.'])
    expect(segments[0]?.words?.map(({ text }) => text)).toEqual(['Good', 'morning,', 'all.'])
    expect(segments[0]?.words?.[1]?.start).toBeCloseTo(102.3)
  })

  it('loses words that were put into silence, and says where it is a loop', () => {
    const silent = { ...segment, no_speech_prob: 0.9, avg_logprob: -1.5 }
    expect(parseAnswer({ text: 'Good morning.', segments: [silent] }, span).segments).toEqual([])
    const loop = { ...segment, start: 4, end: 9, compression_ratio: 3 }
    const { segments, dropped } = parseAnswer({ text: '', segments: [segment, loop] }, span)
    expect(segments).toHaveLength(1)
    expect(dropped?.start).toBeCloseTo(104.8)
  })

  it('keeps its times within the piece and one after the other', () => {
    const late = { start: 58, end: 90, text: 'late' }
    const { segments } = parseAnswer(
      { text: '', segments: [{ ...segment, start: 1 }, { ...segment, start: 0, end: 1.5 }, late] },
      span,
    )
    expect(segments.map(({ start }) => start)).toEqual([100.8, 102.3, 158.8])
    expect(segments.at(-1)?.end).toBe(160)
  })

  it.each([
    ['english', 'en'],
    ['Castilian', 'es'],
    ['de-DE', 'de'],
    ['jw', 'jv'],
    ['no idea', null],
  ])('names the language "%s" as %s', (said, tag) => {
    expect(tagOf(said)).toBe(tag)
  })
})

describe('what is sent', () => {
  it('has no long pause in it', () => {
    const speech = [
      { start: 10, end: 12 },
      { start: 13, end: 14 },
      { start: 40, end: 41 },
    ]
    const spans = toSentSpans({ from: 5, until: 42, speech }, 4)
    expect(spans.map(({ clip }) => clip)).toEqual([
      { start: 9.8, end: 14.2 },
      { start: 39.8, end: 41.2 },
    ])
    expect(spans.map(({ from, until }) => [from, until])).toEqual([
      [5, 27],
      [27, 42],
    ])
  })

  it.each([
    ['https://api.openai.com/v1', null, false],
    ['http://127.0.0.1:8000/v1', null, true],
    ['http://localhost/v1', null, true],
    ['http://[::1]:80/v1', null, true],
    ['http://192.168.1.4/v1', null, true],
    ['http://192.168.1.4/v1', false, false],
    ['https://api.openai.com/v1', true, true],
  ])('goes to %s twice (setting %s): %s', (baseUrl, resend, expected) => {
    const rest = {
      kind: 'openai',
      apiKey: new Secret(''),
      model: '',
      responseFormat: null,
    } as const
    expect(maySendTwice({ ...rest, baseUrl, resend })).toBe(expected)
  })
})
