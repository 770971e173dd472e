import { expect, it } from 'vitest'
import { decodeSpans, encodeSpans } from './chunk-spans.ts'

it('comes back as it was, to the millisecond', () => {
  const spans = [
    { from: 0, to: 3, start: 0.1234, end: 1 },
    { from: 4, to: 9, start: 36_000.5, end: 36_001, speaker: 'Ada' },
    { from: 10, to: 12, start: 36_001, end: 36_002, speaker: 'Ada' },
    { from: 13, to: 15, start: 36_002, end: 36_003 },
    { from: 16, to: 18, start: 36_003, end: 36_004, speaker: 'Grace' },
  ]
  const stored = encodeSpans(spans)
  expect(stored.speakers).toEqual([
    [1, 'Ada'],
    [3, null],
    [4, 'Grace'],
  ])
  expect(decodeSpans(stored)).toEqual(
    spans.map((span, i) => (i === 0 ? { ...span, start: 0.123 } : span)),
  )
})

it('says nothing of speakers where nobody is known', () => {
  expect(encodeSpans([{ from: 0, to: 1, start: 0, end: 1 }]).speakers).toBeNull()
  expect(decodeSpans({ spans: [], speakers: null })).toEqual([])
})
