import { describe, expect, it } from 'vitest'
import { parseRange } from './byte-range.ts'

describe('parseRange', () => {
  it.each([
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=10-19', { start: 10, end: 19 }],
    ['bytes=90-', { start: 90, end: 99 }],
    ['bytes=99-99', { start: 99, end: 99 }],
    ['bytes=90-1000', { start: 90, end: 99 }],
    ['bytes=-10', { start: 90, end: 99 }],
    ['bytes=-1000', { start: 0, end: 99 }],
    ['bytes= 5-6 ', { start: 5, end: 6 }],
  ])('%s of 100 bytes is a part', (header, part) => {
    expect(parseRange(header, 100)).toEqual(part)
  })

  it.each(['bytes=100-', 'bytes=100-200', 'bytes=-0', 'bytes=99999999999999999999-'])(
    '%s of 100 bytes has nothing there',
    (header) => {
      expect(parseRange(header, 100)).toBe('unsatisfiable')
    },
  )

  it('has nothing in an empty file', () => {
    expect(parseRange('bytes=0-', 0)).toBe('unsatisfiable')
    expect(parseRange('bytes=-5', 0)).toBe('unsatisfiable')
  })

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-4',
    'bytes=a-b',
    'lines=1-2',
    'bytes=0-1,5-6',
  ])('%s is passed over, the whole file is sent', (header) => {
    expect(parseRange(header, 100)).toBeNull()
  })
})
