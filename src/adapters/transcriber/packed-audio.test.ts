import { describe, expect, it } from 'vitest'
import { packAudio } from './packed-audio.ts'

describe('packed audio', () => {
  const packed = packAudio(
    [
      { start: 10, end: 12 },
      { start: 12.2, end: 14 },
      { start: 20, end: 21 },
    ],
    { start: 9.9, end: 25 },
  )

  it('is speech with a margin, without long pauses and nothing from outside', () => {
    expect(packed.parts).toEqual([
      { start: 9.9, end: 14.2 },
      { start: 19.8, end: 21.2 },
    ])
    expect(packed.seconds).toBeCloseTo(4.3 + 1.4)
  })

  it.each([
    [0, 9.9],
    [2, 11.9],
    [4.4, 19.9],
    [5.6, 21.1],
    [99, 21.2],
    [-1, 9.9],
  ])('tells where its second %f lies in the video', (seconds, original) => {
    expect(packed.originalTime(seconds)).toBeCloseTo(original)
  })
})
