import { expect, it } from 'vitest'
import { segmentAt } from './segment-at.ts'

it('finds the segment that is being said', () => {
  const segments = [2, 5, 9].map((start) => ({ start }))
  expect([0, 2, 4.9, 5, 100].map((seconds) => segmentAt(segments, seconds))).toEqual([
    -1, 0, 0, 1, 2,
  ])
  expect(segmentAt([], 3)).toBe(-1)
})
