import { describe, expect, it } from 'vitest'
import { audioClip } from './audio-clip.ts'
import type { AudibleSpan } from './find-speech.ts'
import { sampleRate } from './pcm.ts'
import type { PieceLimits } from './piece-limits.ts'
import type { Recognised } from './recogniser-messages.ts'
import { recogniseSpan } from './recognise-span.ts'

const limits: PieceLimits = {
  maxSeconds: 28,
  minSeconds: 1,
  roomySeconds: 29.5,
  mostTokens: (seconds) => 6 * seconds,
}

const spanOf = (start: number, end: number): AudibleSpan => ({
  from: start,
  until: end,
  speech: [{ start, end }],
  audio: {
    ...audioClip(new Uint8Array(2 * sampleRate * (end - start)), start),
    quietestMoment: (within) => (within.start + within.end) / 2,
  },
})

const recognised = (texts: readonly string[], every: number | null = 0.5): Recognised => ({
  tokens: texts.map((text, index) => ({ text, start: every === null ? null : index * every })),
  tokenCount: texts.length,
  language: 'en',
})

/** Recognises a span by a function of the seconds of audio that the model is given. */
async function recognise(span: AudibleSpan, model: (seconds: number) => Recognised) {
  const given: number[] = []
  const pieces = await recogniseSpan(span, '', {
    limits,
    recognise(pcm) {
      const seconds = pcm.byteLength / (2 * sampleRate)
      given.push(seconds)
      return Promise.resolve(model(seconds))
    },
  })
  return { pieces, given }
}

/** Words that do not repeat themselves, as real ones do not. */
const code = (index: number) => ((index + 7) * 48_271).toString(36)

const loop = recognised(Array.from({ length: 40 }, () => ' and so on'))

describe('a span', () => {
  it('becomes one piece, on the time line of the video', async () => {
    const { pieces } = await recognise(spanOf(100, 110), () => recognised([' Good', ' morning.']))
    expect(pieces).toHaveLength(1)
    expect(pieces[0]).toMatchObject({
      untilSeconds: 110,
      language: 'en',
      segments: [{ text: 'Good morning.', start: 100, words: [{ start: 100 }, { start: 100.5 }] }],
    })
  })

  it('without speech is not given to the model', async () => {
    const { pieces, given } = await recognise({ ...spanOf(0, 30), speech: [] }, () => loop)
    expect(given).toEqual([])
    expect(pieces).toEqual([{ untilSeconds: 30, segments: [], language: null }])
  })

  it('of a moment is filled up with silence', async () => {
    const { given } = await recognise(spanOf(0, 0.05), () => recognised([]))
    expect(given).toEqual([1])
  })

  it('that comes back as a loop is recognised again in halves', async () => {
    const { pieces } = await recognise(spanOf(0, 20), (seconds) =>
      seconds > 12 ? loop : recognised([' Good', ' morning.']),
    )
    expect(pieces.map(({ segments }) => segments[0]?.text)).toEqual([
      'Good morning.',
      'Good morning.',
    ])
    expect(pieces[0]?.untilSeconds).toBe(pieces[1]?.segments[0]?.start)
    expect(pieces[1]?.untilSeconds).toBe(20)
  })

  it('is dropped with its reason, part by part, when it stays a loop', async () => {
    const { pieces, given } = await recognise(spanOf(0, 20), (seconds) =>
      seconds > 19 || seconds < 4 ? loop : recognised([' Good', ' morning.']),
    )
    expect(Math.min(...given)).toBeGreaterThan(2)
    for (const { dropped, segments } of pieces)
      expect(dropped === undefined).toBe(segments.length > 0)
    const whole = await recognise(spanOf(0, 20), () => loop)
    for (const { dropped, segments } of whole.pieces) {
      expect(segments).toEqual([])
      expect(dropped?.reason).toContain('again and again')
    }
    expect(whole.pieces[0]?.dropped?.start).toBe(0)
    expect(whole.pieces.at(-1)?.dropped?.end).toBe(20)
  })

  it('whose text was cut off by the limit is recognised again in halves with more room', async () => {
    const { given } = await recognise(spanOf(0, 20), (seconds) =>
      recognised(
        Array.from({ length: seconds === 20 ? 120 : 70 }, (_, i) => ` ${code(i)}`),
        0.05,
      ),
    )
    expect(given).toEqual([20, 29.5, 29.5])
  })

  it('that is short gets more room as it is', async () => {
    const { given, pieces } = await recognise(spanOf(0, 4), (seconds) =>
      recognised(
        Array.from({ length: seconds === 4 ? 24 : 26 }, (_, i) => ` ${code(i)}`),
        0.1,
      ),
    )
    expect(given).toEqual([4, 29.5])
    expect(pieces[0]?.segments.at(-1)?.text).toMatch(new RegExp(`${code(25)}$`))
  })

  it('has sentences without words where the model tells no times, spread over its speech', async () => {
    const text = [' The first sentence is this.', ' The other sentence is that.']
    const span = {
      ...spanOf(0, 20),
      speech: [
        { start: 0, end: 4 },
        { start: 16, end: 20 },
      ],
    }
    const { pieces } = await recognise(span, () => recognised(text, null))
    const [{ segments } = { segments: [] }] = pieces
    expect(segments.map((segment) => segment.text)).toEqual(text.map((part) => part.trim()))
    expect(segments.map(({ words }) => words)).toEqual([undefined, undefined])
    expect(segments[0]?.start).toBe(0)
    expect(segments[0]?.end).toBeLessThan(5)
    expect(Math.abs((segments[1]?.start ?? 0) - 16)).toBeLessThan(0.5)
  })
})
