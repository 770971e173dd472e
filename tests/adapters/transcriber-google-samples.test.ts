import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readResults } from '../../src/adapters/transcriber/google/read-results.ts'
import { resultsToSegments } from '../../src/adapters/transcriber/google/results-to-segments.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

const samples = sharedPath('samples')

/** A talk of twelve minutes, as the service answered. */
describe.skipIf(samples === null)(`real answers of Google${skipNote(samples)}`, () => {
  const read = async (name: string) => {
    const text = await readFile(join(samples ?? '', 'google-stt', name), 'utf8')
    return resultsToSegments(readResults(JSON.parse(text)), {
      startSeconds: 0,
      endSeconds: 720,
      speakersBefore: 0,
    })
  }

  it.each([
    ['bbc-gcpStt.sample.json', 1767, 0, null],
    ['bbc-gcpSttSpeakerDiarization.sample.json', 1766, 2, 'en'],
  ])('%s: every word once, in order, with its second', async (name, count, speakers, language) => {
    const spoken = await read(name)
    const words = spoken.segments.flatMap((segment) => segment.words ?? [])
    expect(words).toHaveLength(count)
    expect(words.slice(0, 4).map(({ text }) => text.toLowerCase())).toEqual([
      'there',
      'was',
      'a',
      'day',
    ])
    expect(words[0]?.start).toBeCloseTo(12.9, 1)
    expect(words.at(-1)?.end).toBeCloseTo(706, 1)
    expect([spoken.speakers, spoken.language]).toEqual([speakers, language])
  })

  it.each(['bbc-gcpStt.sample.json', 'bbc-gcpSttSpeakerDiarization.sample.json'])(
    '%s: segments of about a sentence that share no time and whose words are their text',
    async (name) => {
      const { segments } = await read(name)
      expect(segments.length).toBeGreaterThan(90)
      let before = 0
      for (const { start, end, text, words = [] } of segments) {
        expect(start).toBeGreaterThanOrEqual(before)
        expect(end).toBeGreaterThan(start)
        expect(end - start).toBeLessThan(15)
        expect(words.map((word) => word.text).join('')).toBe(text.replaceAll(/\s/gu, ''))
        before = end
      }
    },
  )
})
