import { describe, expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import { formatDuration, formatTime, spokenTime } from './time.ts'
import { counted, languageName, percent } from './words.ts'

describe('times', () => {
  it('writes a place in a video as players do', () => {
    expect([0, 7.9, 754, 3723.2, -1].map(formatTime)).toEqual([
      '0:00',
      '0:07',
      '12:34',
      '1:02:03',
      '0:00',
    ])
  })

  it('says a place in words', () => {
    expect([0, 61, 3723].map(spokenTime)).toEqual([
      '0 seconds',
      '1 minute 1 second',
      '1 hour 2 minutes 3 seconds',
    ])
  })

  it('writes a length with the units that matter', () => {
    expect([48.2, 59.7, 720, 3600, 112_320].map(formatDuration)).toEqual([
      '48 s',
      '1 min',
      '12 min',
      '1 h',
      '31 h 12 min',
    ])
  })
})

describe('amounts', () => {
  it('writes bytes with three figures at most', () => {
    expect([0, 999, 312_000, 8_400_000, 1_234_000_000].map(formatBytes)).toEqual([
      '0 B',
      '999 B',
      '312 KB',
      '8.4 MB',
      '1.2 GB',
    ])
  })

  it('counts things', () => {
    expect(counted(1, 'video')).toBe('1 video')
    expect(counted(1204, 'video')).toBe('1,204 videos')
    expect(percent(0.809)).toBe('80 %')
  })

  it('names languages, and gives back what has no name', () => {
    expect(languageName('de')).toBe('German')
    expect(languageName('not a tag')).toBe('not a tag')
  })
})
