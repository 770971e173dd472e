import { describe, expect, it } from 'vitest'
import { distinctNames, fileNameOf } from './export-transcripts.ts'

describe('names of saved transcripts', () => {
  it('are fit for every disk', () => {
    expect(fileNameOf('Q&A: what/why?\nPart 2', 'vtt')).toBe('Q&A what why Part 2.vtt')
    expect(fileNameOf('../..', 'srt')).toBe('Untitled.srt')
    expect(fileNameOf('  ', 'txt')).toBe('Untitled.txt')
    expect(fileNameOf('😀'.repeat(300), 'txt')).toBe(`${'😀'.repeat(120)}.txt`)
  })

  it('are told apart when titles are the same', () => {
    expect(distinctNames(['Talk.vtt', 'talk.vtt', 'Talk.vtt', 'Other.vtt'])).toEqual([
      'Talk.vtt',
      'talk (2).vtt',
      'Talk (3).vtt',
      'Other.vtt',
    ])
  })
})
