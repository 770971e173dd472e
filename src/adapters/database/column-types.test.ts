import { describe, expect, it } from 'vitest'
import { parseByOid } from './column-types.ts'

describe('a time with a zone', () => {
  it.each([
    ['2026-02-28 12:00:00.123+00', '2026-02-28T12:00:00.123Z'],
    ['2026-02-28 12:00:00+05:30', '2026-02-28T06:30:00Z'],
    ['2026-02-28 12:00:00-03', '2026-02-28T15:00:00Z'],
    ['1850-01-01 00:00:00+05:53:28', '1849-12-31T18:06:32Z'],
    ['2026-02-28 12:00:00.123456+00', '2026-02-28T12:00:00.123Z'],
  ])('is the same instant in every zone: %s', (text, instant) => {
    expect(parseByOid.get(1184)?.(text)).toEqual(new Date(instant))
  })
})
