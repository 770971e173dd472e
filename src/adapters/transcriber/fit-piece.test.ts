import { describe, expect, it } from 'vitest'
import { fitPiece } from './fit-piece.ts'

const request = {
  path: 'video.mp4',
  durationSeconds: 20,
  language: null,
  resumeAtSeconds: 10,
  resumeLanguage: null,
  requestKey: 'key',
  memory: {
    read: () => Promise.resolve(null),
    write: () => Promise.resolve(),
    isWanted: () => Promise.resolve(true),
  },
}
const word = (start: number, end: number) => ({ start, end, text: `${start}` })
const segment = (start: number, end: number) => ({ ...word(start, end), words: [word(start, end)] })

describe('a piece', () => {
  it('keeps to the part of the video that was asked for', () => {
    const segments = [
      segment(8, 9.5),
      segment(9.8, 12),
      segment(14, 15),
      segment(19, 23),
      segment(21, 24),
    ]
    const { untilSeconds, segments: fitted } = fitPiece(
      { untilSeconds: 25, segments, language: 'en' },
      request,
    )
    expect(untilSeconds).toBe(20)
    expect(fitted.map(({ start, end }) => [start, end])).toEqual([
      [10, 12],
      [14, 15],
      [19, 20],
    ])
    for (const { start, end, words } of fitted) expect(words).toMatchObject([{ start, end }])
  })

  it('keeps why something was dropped', () => {
    const dropped = { start: 12, end: 14, reason: 'noise' }
    const piece = { untilSeconds: 15, segments: [], language: null, dropped }
    expect(fitPiece(piece, request)).toEqual(piece)
  })
})
