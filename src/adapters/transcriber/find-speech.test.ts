import { describe, expect, it } from 'vitest'
import { findSpeech, type AudibleSpan } from './find-speech.ts'
import { bytesPerSecond } from './pcm.ts'
import type { Heard } from './recogniser-messages.ts'

/** A listener that knows when somebody speaks, and a stream of that length in blocks of odd sizes. */
async function find(
  speaks: readonly { start: number; end: number }[],
  seconds: number,
  { startSeconds = 0, maxSeconds = 28 } = {},
): Promise<AudibleSpan[]> {
  let heardSeconds = 0
  let toldUntil = 0
  const told = (isCut: boolean): Heard => {
    const speech = speaks
      .filter(
        ({ start, end }) =>
          start < heardSeconds && end > toldUntil && (isCut || end < heardSeconds),
      )
      .map(({ start, end }) => ({
        start: Math.max(start, toldUntil),
        end: Math.min(end, heardSeconds),
      }))
    toldUntil = speech.at(-1)?.end ?? toldUntil
    const going = speaks.find(({ start, end }) => start < heardSeconds && end >= heardSeconds)
    return { speech, speakingSince: going ? Math.max(going.start, toldUntil) : null }
  }
  const listener = {
    hear(pcm: Uint8Array) {
      heardSeconds += pcm.byteLength / bytesPerSecond
      return Promise.resolve(told(false))
    },
    cut: () => Promise.resolve(told(true)),
  }
  const spans: AudibleSpan[] = []
  const options = { startSeconds, maxSeconds }
  for await (const span of findSpeech(blocksOf(seconds), listener, options)) spans.push(span)
  return spans
}

async function* blocksOf(seconds: number): AsyncGenerator<Uint8Array> {
  const bytes = seconds * bytesPerSecond
  for (let sent = 0; sent < bytes; sent += 50_001) {
    yield new Uint8Array(Math.min(50_001, bytes - sent))
    await Promise.resolve()
  }
}

describe('finding speech', () => {
  it('covers the whole audio from the start on', async () => {
    const spans = await find(
      [
        { start: 3, end: 8 },
        { start: 50, end: 52 },
      ],
      100,
      { startSeconds: 1000 },
    )
    expect(spans[0]?.from).toBe(1000)
    for (const [index, { from }] of spans.slice(1).entries()) expect(from).toBe(spans[index]?.until)
    expect(spans.at(-1)?.until).toBe(1100)
    expect(spans.flatMap(({ speech }) => speech)).toEqual([
      { start: 1003, end: 1008 },
      { start: 1050, end: 1052 },
    ])
  })

  it('brings the audio of each span', async () => {
    for (const { from, until, audio } of await find([{ start: 3, end: 40 }], 90))
      expect(audio.slice({ start: from, end: until }).byteLength).toBeCloseTo(
        (until - from) * bytesPerSecond,
        -1,
      )
  })

  it('cuts speech that does not end, and loses none of it', async () => {
    const spans = await find([{ start: 0.5, end: 200 }], 201)
    const speech = spans.flatMap((span) => span.speech)
    let end = 0.5
    for (const stretch of speech) {
      expect(stretch.start).toBeCloseTo(end)
      expect(stretch.end - stretch.start).toBeLessThanOrEqual(28)
      end = stretch.end
    }
    expect(end).toBeCloseTo(200)
    expect(Math.max(...spans.map(({ from, until }) => until - from))).toBeLessThan(30)
  })

  it('moves on over silence', async () => {
    const spans = await find([], 100)
    expect(spans.length).toBeGreaterThan(2)
    for (const { from, until } of spans) expect(until - from).toBeLessThan(30)
  })

  it('ends at once where there is no audio', async () => {
    const spans = await find([], 0, { startSeconds: 7 })
    expect(spans).toMatchObject([{ from: 7, until: 7, speech: [] }])
  })
})
