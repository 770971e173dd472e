import { describe, expect, it } from 'vitest'
import { splitLongSpeech } from './split-long-speech.ts'

describe('speech without a pause', () => {
  it('stays whole when it is short enough', () => {
    expect(splitLongSpeech({ start: 1, end: 29 }, 28, () => NaN)).toEqual([{ start: 1, end: 29 }])
  })

  it('is cut at quiet moments, so that no part is too long', () => {
    const asked: number[] = []
    const parts = splitLongSpeech({ start: 0, end: 70 }, 28, ({ start, end }) => {
      asked.push(start, end)
      return (start + end) / 2
    })
    for (const { start, end } of parts) expect(end - start).toBeLessThanOrEqual(28)
    expect(parts[0]?.start).toBe(0)
    expect(parts.at(-1)?.end).toBe(70)
    for (const [index, { start }] of parts.slice(1).entries()) expect(start).toBe(parts[index]?.end)
    expect(asked[1]).toBe(28)
    expect(asked[0]).toBeCloseTo(28 - 28 / 3)
  })
})
