import { describe, expect, it } from 'vitest'
import { collapse, crowded } from './collapse.ts'
import type { ScoredCandidate } from './fuse.ts'

/** Chunk `index` of 30 s; neighbours share 4 s. */
const chunk = (
  index: number,
  score: number,
  matched: ScoredCandidate['matched'],
): ScoredCandidate => ({
  id: String(index),
  videoId: 'video',
  index,
  start: index * 26,
  end: index * 26 + 30,
  cosine: null,
  score,
  matched,
})
const shown = (candidates: readonly ScoredCandidate[], ownWords: readonly string[]) =>
  collapse(candidates, new Set(ownWords)).map(({ id, visible }) => [id, visible.start, visible.end])

describe('collapse', () => {
  it('keeps what stands alone', () => {
    expect(shown([chunk(5, 1, ['semantic']), chunk(0, 0.5, ['keyword'])], [])).toEqual([
      ['5', 130, 160],
      ['0', 0, 30],
    ])
  })

  it('drops a chunk whose words are all in the end of the one before', () => {
    expect(shown([chunk(1, 1, ['keyword']), chunk(0, 0.9, ['keyword'])], ['0'])).toEqual([
      ['0', 0, 30],
    ])
  })

  it('keeps two that each have words of their own, and gives the shared seconds to the better', () => {
    expect(shown([chunk(1, 1, ['keyword']), chunk(0, 0.9, ['keyword'])], ['0', '1'])).toEqual([
      ['1', 26, 56],
      ['0', 0, 26],
    ])
    expect(shown([chunk(0, 1, ['keyword']), chunk(1, 0.9, ['keyword'])], ['0', '1'])).toEqual([
      ['0', 0, 30],
      ['1', 30, 56],
    ])
  })

  it('takes the better of neighbours that were found by their meaning', () => {
    const row = [
      chunk(2, 1, ['semantic']),
      chunk(1, 0.9, ['semantic']),
      chunk(3, 0.8, ['semantic']),
    ]
    expect(shown([...row, chunk(4, 0.7, ['semantic'])], [])).toEqual([
      ['2', 52, 82],
      ['4', 104, 134],
    ])
  })

  it('does not show a word twice: in the end of a chunk and in the beginning of a better one', () => {
    expect(
      shown([chunk(1, 1, ['keyword', 'semantic']), chunk(0, 0.5, ['keyword'])], ['0']),
    ).toEqual([['1', 26, 56]])
  })

  it('knows which chunks have to be looked at', () => {
    const candidates = [
      chunk(0, 1, ['keyword']),
      chunk(1, 0.9, ['semantic']),
      chunk(5, 0.8, ['keyword']),
    ]
    expect(crowded(candidates).map(({ id }) => id)).toEqual(['0'])
  })
})
