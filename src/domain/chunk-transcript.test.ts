import { describe, expect, it } from 'vitest'
import { chunkTranscript } from './chunk-transcript.ts'
import type { Chunk } from './chunk.ts'
import { textWords } from './text-words.ts'
import type { Segment } from './transcript.ts'

const options = { targetSeconds: 30 }

describe('chunkTranscript', () => {
  it('gives nothing for nothing', () => {
    expect(chunkTranscript([], options)).toEqual([])
    expect(chunkTranscript([{ start: 0, end: 5, text: ' ' }], options)).toEqual([])
  })

  it('makes one chunk of a short transcript', () => {
    const segments = [
      { start: 1, end: 2, text: 'One.' },
      { start: 3, end: 4, text: 'Two.' },
    ]
    expect(chunkTranscript(segments, options)).toEqual([
      {
        index: 0,
        start: 1,
        end: 4,
        text: 'One. Two.',
        spans: [
          { from: 0, to: 4, start: 1, end: 2 },
          { from: 5, to: 9, start: 3, end: 4 },
        ],
      },
    ])
  })

  it('ends a chunk at a long pause, without overlap', () => {
    const segments = [
      { start: 0, end: 2, text: 'Before the pause.' },
      { start: 60, end: 62, text: 'After the pause.' },
    ]
    expect(chunkTranscript(segments, options).map(({ text }) => text)).toEqual([
      'Before the pause.',
      'After the pause.',
    ])
  })

  it('overlaps by whole sentences and not by more than asked for', () => {
    const segments = Array.from({ length: 30 }, (_, i) => ({
      start: i * 2,
      end: i * 2 + 2,
      text: `Sentence ${i}.`,
    }))
    const [first, second] = chunkTranscript(segments, { targetSeconds: 30, overlapSeconds: 4 })
    expect((first?.end ?? 0) - (second?.start ?? 0)).toBe(4)
    const [one, two] = chunkTranscript(segments, { targetSeconds: 30, overlapSeconds: 0 })
    expect(two?.start).toBe(one?.end)
  })

  it('copes with a segment of hours and one of no time at all', () => {
    const long = 'word '.repeat(9000)
    const chunks = chunkTranscript([{ start: 0, end: 3600, text: long }], options)
    expect(chunks.length).toBeGreaterThan(80)
    const instant = chunkTranscript([{ start: 5, end: 5, text: long }], options)
    for (const { text } of instant) expect(text.length).toBeLessThan(1700)
  })

  describe.each(Array.from({ length: 12 }, (_, seed) => seed))('on invented speech %i', (seed) => {
    const segments = inventSpeech(seed)
    const chunks = chunkTranscript(segments, options)

    it('says every word once but for the overlap, in order, and never cuts one', () => {
      const said = segments.flatMap(({ text }) => wordsOf(text))
      let next = 0
      for (const chunk of chunks) {
        const words = wordsOf(chunk.text)
        const from = said.slice(0, next).lastIndexOf(words[0] ?? '')
        const begin = said[next] === words[0] ? next : from
        expect(said.slice(begin, begin + words.length)).toEqual(words)
        expect(begin).toBeLessThanOrEqual(next)
        next = begin + words.length
      }
      expect(next).toBe(said.length)
    })

    it('knows the time of each part of the text', () => {
      for (const { spans, text, start, end } of chunks) {
        let at = 0
        for (const span of spans) {
          expect(span.from).toBeGreaterThanOrEqual(at)
          expect(text.slice(at, span.from).trim()).toBe('')
          expect(span.start).toBeGreaterThanOrEqual(start)
          expect(span.end).toBeLessThanOrEqual(end)
          at = span.to
        }
        expect(at).toBe(text.length)
      }
    })

    it('keeps to the length', () => {
      for (const chunk of chunks) expect(secondsOf(chunk)).toBeLessThanOrEqual(1.4 * 30 + 10)
    })

    it('changes no chunk but the last when more is said', () => {
      for (const share of [0.2, 0.5, 0.9]) {
        const part = chunkTranscript(segments.slice(0, Math.ceil(share * segments.length)), options)
        expect(part.slice(0, -1)).toEqual(chunks.slice(0, Math.max(0, part.length - 1)))
      }
    })
  })
})

function secondsOf({ start, end }: Chunk): number {
  return end - start
}

/** Every word of an invented transcript is another one. */
function wordsOf(text: string): string[] {
  return textWords(text)
    .filter(({ kind }) => kind !== 'pair')
    .map(({ word }) => word)
}

/** Segments with and without words, ends of sentences, pauses and speakers, all by chance. */
function inventSpeech(seed: number): Segment[] {
  const random = seededRandom(seed)
  const segments: Segment[] = []
  let time = 0
  let number = 0
  const count = Math.floor(1 + random() * 120)
  while (segments.length < count) {
    time += random() < 0.05 ? 20 : random() * 0.5
    const start = time
    const length = 1 + Math.floor(random() * 14)
    const words = Array.from({ length }, () => {
      const begin = time
      time += 0.1 + random() * 0.6
      number += 1
      const sign = random() < 0.1 ? '.' : random() < 0.1 ? ',' : ''
      return { text: `w${number}${sign}`, start: begin, end: time }
    })
    const text = words.map((word) => word.text).join(' ')
    const hasWords = seed % 3 !== 0
    segments.push({ start, end: time, text, ...(hasWords && { words }) })
  }
  return segments
}

/** A linear congruential generator (Numerical Recipes): the same numbers on every machine. */
function seededRandom(seed: number): () => number {
  let state = seed * 7919 + 1
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
