import { describe, expect, it } from 'vitest'
import { linkVoices } from './link-voices.ts'

/** A voice in a direction of the plane, in degrees. */
function voice(degrees: number, seconds = 10) {
  const angle = (degrees * Math.PI) / 180
  return { vector: Float32Array.of(Math.cos(angle), Math.sin(angle)), seconds }
}

describe('linkVoices', () => {
  it('knows people again in other windows, in whatever order', () => {
    const numbers = linkVoices(
      [
        [voice(0), voice(90)],
        [voice(85), voice(5)],
        [voice(-4), voice(94), voice(180)],
      ],
      0.5,
    )
    const [ann, ben] = numbers[0] ?? []
    expect(numbers[1]).toEqual([ben, ann])
    expect(numbers[2]?.slice(0, 2)).toEqual([ann, ben])
    expect([ann, ben]).not.toContain(numbers[2]?.[2])
  })

  it('joins the nearest first, and never two of one window', () => {
    const numbers = linkVoices([[voice(0), voice(10)], [voice(8)]], 0.5)
    const [one, other] = numbers[0] ?? []
    expect(one).not.toBe(other)
    expect(numbers[1]).toEqual([other])
  })

  it('takes a voice that was heard too shortly for nobody else', () => {
    const numbers = linkVoices([[{ vector: null, seconds: 0.4 }], [voice(0)], [voice(0)]], 0.5)
    expect(numbers[1]).toEqual(numbers[2])
    expect(numbers[0]).not.toEqual(numbers[1])
  })

  it('has nothing to say of silence', () => {
    expect(linkVoices([], 0.5)).toEqual([])
    expect(linkVoices([[], [voice(0)]], 0.5)).toEqual([[], [0]])
  })
})
