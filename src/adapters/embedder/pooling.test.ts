import { describe, expect, it } from 'vitest'
import { pool, toUnitLength } from './pooling.ts'

const tokens = Float32Array.of(3, 0, 0, 4, 3, 0)

describe('pooling', () => {
  it('takes the mean of the tokens at unit length', () => {
    const [x = 0, y = 0] = pool(tokens, 2, 'mean')
    expect(x / y).toBeCloseTo(6 / 4, 6)
    expect(Math.hypot(x, y)).toBeCloseTo(1, 6)
  })

  it('takes the first token at unit length', () => {
    expect([...pool(tokens, 2, 'first-token')]).toEqual([1, 0])
  })

  it('leaves a vector of zeros as it is', () => {
    expect([...toUnitLength(Float32Array.of(0, 0))]).toEqual([0, 0])
  })
})
