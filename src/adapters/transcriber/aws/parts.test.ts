import { describe, expect, it } from 'vitest'
import { longestPartSeconds, remainingParts } from './parts.ts'

const partsOf = (durationSeconds: number, resumeAtSeconds = 0) =>
  remainingParts({ durationSeconds, resumeAtSeconds }, longestPartSeconds)

const hour = 3600

describe('the parts of a video', () => {
  it('are one as long as the service takes it', () => {
    expect(partsOf(3.9 * hour)).toEqual([{ index: 0, startSeconds: 0, endSeconds: 3.9 * hour }])
  })

  it('are equal, below four hours, and the whole video', () => {
    const parts = partsOf(10 * hour)
    expect(parts).toHaveLength(3)
    expect(parts.at(-1)?.endSeconds).toBe(10 * hour)
    for (const [index, { startSeconds, endSeconds }] of parts.entries()) {
      expect(startSeconds).toBe(parts[index - 1]?.endSeconds ?? 0)
      expect(endSeconds - startSeconds).toBeCloseTo((10 * hour) / 3, 6)
    }
  })

  it('are the same ones when some are done', () => {
    const [, second, third] = partsOf(10 * hour)
    expect(partsOf(10 * hour, second?.startSeconds)).toEqual([second, third])
    expect(partsOf(10 * hour, 10 * hour)).toEqual([])
  })
})
