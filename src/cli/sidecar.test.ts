import { describe, expect, it } from 'vitest'
import { findSidecar } from './sidecar.ts'

describe('captions beside a video', () => {
  it('are called as the video, with or without a language', () => {
    expect(findSidecar('talk.mp4', ['talk.mp4', 'talk.vtt'], undefined)).toEqual({
      fileName: 'talk.vtt',
      language: null,
    })
    expect(findSidecar('talk.mp4', ['talk.pt-BR.SRT'], undefined)?.language).toBe('pt-BR')
    expect(findSidecar('talk.mp4', ['talk.en.sdh.srt'], undefined)?.language).toBe('en')
  })

  it('are those of this video, not of one whose name begins alike', () => {
    const names = ['talk.part2.srt', 'talkative.vtt', 'talk.mp4.txt', 'talk.forced.srt']
    expect(findSidecar('talk.mp4', names, undefined)).toBeNull()
    expect(findSidecar('talk.part2.mp4', names, undefined)?.fileName).toBe('talk.part2.srt')
  })

  it.each([
    { asked: 'de', expected: 'talk.de.srt' },
    { asked: undefined, expected: 'talk.srt' },
    { asked: 'fr', expected: 'talk.srt' },
  ])('are taken in the language asked for, $asked', ({ asked, expected }) => {
    const names = ['talk.en.srt', 'talk.de.srt', 'talk.srt']
    expect(findSidecar('talk.mp4', names, asked)?.fileName).toBe(expected)
  })
})
