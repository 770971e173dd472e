import { describe, expect, it } from 'vitest'
import { batchesWithin, cutToBytes } from './byte-batches.ts'

describe('batches by bytes', () => {
  it('fills each batch up to the limit and keeps the order', () => {
    expect([...batchesWithin(['aa', 'b', 'ü', 'c'], 3)]).toEqual([
      ['aa', 'b'],
      ['ü', 'c'],
    ])
  })

  it('gives a larger text a batch of its own', () => {
    expect([...batchesWithin(['a', 'much too long', 'b'], 3)]).toEqual([
      ['a'],
      ['much too long'],
      ['b'],
    ])
  })

  it('gives no batch for no texts', () => {
    expect([...batchesWithin([], 3)]).toEqual([])
  })
})

describe('a cut at bytes', () => {
  it.each([
    ['short', 10, 'short'],
    ['longer than that', 6, 'longer'],
    ['aüü', 4, 'aü'],
    ['a🦜', 4, 'a'],
  ])('of %j at %i leaves %j', (text, maxBytes, expected) => {
    expect(cutToBytes(text, maxBytes)).toBe(expected)
  })
})
