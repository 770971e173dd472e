import { expect, it } from 'vitest'
import { overlapSeconds } from './time-range.ts'

it('knows what two stretches share', () => {
  expect(overlapSeconds({ start: 0, end: 10 }, { start: 7, end: 12 })).toBe(3)
  expect(overlapSeconds({ start: 0, end: 10 }, { start: 2, end: 3 })).toBe(1)
  expect(overlapSeconds({ start: 0, end: 10 }, { start: 10, end: 12 })).toBe(0)
  expect(overlapSeconds({ start: 20, end: 30 }, { start: 0, end: 5 })).toBe(0)
})
