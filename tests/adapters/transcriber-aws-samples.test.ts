import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { answerToSegments } from '../../src/adapters/transcriber/aws/answer-to-segments.ts'
import { parseAnswer } from '../../src/adapters/transcriber/aws/parse-answer.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

const samples = sharedPath('samples/aws-transcribe')
const read = (name: string) => readFileSync(`${samples ?? ''}/${name}`, 'utf8')
const segmentsOf = (items: ReturnType<typeof parseAnswer>['items']) =>
  answerToSegments(items, { startSeconds: 0, speakersBefore: 0 })

describe.skipIf(samples === null)(`real answers of AWS Transcribe${skipNote(samples)}`, () => {
  it('reads one without speakers', () => {
    const { items, languageCode } = parseAnswer(read('bbc-amazonTranscribe.sample.json'))
    expect(languageCode).toBeNull()
    expect(items.filter(({ time }) => time !== null)).toHaveLength(1791)
    expect(items.filter(({ time }) => time === null)).toHaveLength(169)
    const segments = segmentsOf(items)
    expect(segments.flatMap(({ words }) => words ?? [])).toHaveLength(1791)
    expect(segments[0]).toMatchObject({
      start: 13.03,
      text: expect.stringMatching(/^There was a day/) as unknown,
    })
    expect(segments.at(-1)).toMatchObject({ end: 705.995, text: 'Thank you' })
    expect(segments.filter(({ speaker }) => speaker !== undefined)).toEqual([])
  })

  it('reads one with speakers, some of whom have no label', () => {
    const { items } = parseAnswer(read('bbc-todayinfocus.sample.json'))
    const words = items.filter(({ time }) => time !== null)
    expect(words).toHaveLength(725)
    const said = (speaker: string) => words.filter((word) => word.speaker === speaker).length
    expect([said('spk_0'), said('spk_1')]).toEqual([206, 519])
    const segments = segmentsOf(items)
    expect(new Set(segments.map(({ speaker }) => speaker))).toEqual(new Set(['S1', 'S2']))
    expect(segments[0]).toMatchObject({
      start: 5.24,
      speaker: 'S1',
      text: expect.stringMatching(/^Today the devastation/) as unknown,
    })
  })

  it.each(['bbc-amazonTranscribe.sample.json', 'bbc-todayinfocus.sample.json'])(
    'gives segments of %s in order, with every word once and no space before a comma',
    (name) => {
      const segments = segmentsOf(parseAnswer(read(name)).items)
      let before = 0
      for (const { start, end, text, words = [] } of segments) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(end - start).toBeLessThan(15)
        expect(text).not.toMatch(/\s[.,?]/)
        expect(words.map((word) => word.text).join('')).toBe(text.replaceAll(/\s/gu, ''))
        before = end
      }
    },
  )

  it('refuses the output of Call Analytics by its name', () => {
    const answer = read('aws-samples-CALL-ANALYTICS-example-call.json')
    expect(() => parseAnswer(answer)).toThrow(
      expect.objectContaining({
        code: 'transcriber-answer',
        message: expect.stringContaining('Call Analytics') as unknown,
      }) as Error,
    )
  })
})
