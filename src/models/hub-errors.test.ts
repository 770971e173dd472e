import { describe, expect, it } from 'vitest'
import { BrokenLineError, retryAfterSeconds } from './hub-errors.ts'

const now = Date.parse('2026-11-24T12:00:00Z')

describe('how long a hub asks to be left alone', () => {
  it.each([
    [{ 'retry-after': '7' }, 7],
    [{ 'retry-after': 'Tue, 24 Nov 2026 12:00:30 GMT' }, 30],
    [{ 'retry-after': 'Tue, 24 Nov 2026 11:00:00 GMT' }, 0],
    [{ 'retry-after': 'soon' }, null],
    [{ ratelimit: '"api";r=0;t=45' }, 45],
    [{ 'retry-after': '3', ratelimit: '"api";r=0;t=45' }, 3],
    [{}, null],
  ])('is read from %j', (headers: Record<string, string>, seconds) => {
    expect(retryAfterSeconds(new Headers(headers), now)).toBe(seconds)
  })
})

it('says what broke the line, not that the fetch failed', () => {
  const cause = new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND hub') })
  expect(new BrokenLineError('hub', cause).message).toContain('getaddrinfo ENOTFOUND hub')
})
