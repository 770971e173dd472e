import { describe, expect, it } from 'vitest'
import { paragraphsOf } from './paragraphs.ts'

const said = (start: number, text: string, speaker?: string) => ({
  start,
  end: start + 2,
  text,
  ...(speaker !== undefined && { speaker }),
})

describe('paragraphsOf', () => {
  it('has nothing to cut in an empty transcript', () => {
    expect(paragraphsOf([])).toEqual([])
  })

  it('goes on over a short pause and ends at a long one', () => {
    const paragraphs = paragraphsOf([said(0, 'One.'), said(3, 'Two.'), said(9, 'Three.')])
    expect(paragraphs.map(({ first, beyond }) => [first, beyond])).toEqual([
      [0, 2],
      [2, 3],
    ])
    expect(paragraphs[0]).toMatchObject({ start: 0, end: 5 })
  })

  it('names a speaker once per turn', () => {
    const paragraphs = paragraphsOf([
      said(0, 'One.', 'Ada'),
      said(9, 'Two.', 'Ada'),
      said(18, 'Three.', 'Ben'),
      said(20, 'Four.', 'Ada'),
    ])
    expect(paragraphs.map(({ speaker }) => speaker)).toEqual(['Ada', null, 'Ben', 'Ada'])
  })

  it('ends a long paragraph with a sentence, and a very long one anywhere', () => {
    const half = `${'word '.repeat(50)}and so`
    const sentences = Array.from({ length: 6 }, (_, index) =>
      said(index * 2, index === 2 ? `${half}.` : half),
    )
    const paragraphs = paragraphsOf(sentences)
    expect(paragraphs.map(({ first, beyond }) => [first, beyond])).toEqual([
      [0, 3],
      [3, 6],
    ])
  })

  it('loses no segment of a long transcript', () => {
    const segments = Array.from({ length: 10_000 }, (_, index) => said(index * 2, 'Some words.'))
    const paragraphs = paragraphsOf(segments)
    expect(paragraphs[0]?.first).toBe(0)
    expect(paragraphs.at(-1)?.beyond).toBe(10_000)
    expect(paragraphs.every(({ first }, i) => i === 0 || first === paragraphs[i - 1]?.beyond)).toBe(
      true,
    )
  })
})
