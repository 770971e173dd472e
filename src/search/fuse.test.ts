import { describe, expect, it } from 'vitest'
import type { Candidate } from './candidates.ts'
import { fuse, type LegFindings } from './fuse.ts'

const candidate = (id: string, cosine: number | null = null): Candidate => ({
  id,
  videoId: 'video',
  index: Number(id),
  start: 0,
  end: 30,
  cosine,
})
const nothing: LegFindings = { keyword: [], letters: [], semantic: [] }
const all = { vouching: ['keyword', 'semantic', 'letters'], noiseCosine: 0.4 } as const
const hit = (chunkId: string, score: number) => ({ chunkId, score })

describe('fuse', () => {
  it('gives 1 to what is best in every leg that found something', () => {
    const findings = { ...nothing, keyword: [hit('1', 12), hit('2', 3)] }
    const [best, second] = fuse([candidate('1'), candidate('2')], findings, all)
    expect(best).toMatchObject({ id: '1', score: 1, matched: ['keyword'] })
    expect(second?.score).toBeCloseTo(0.25)
  })

  it('weighs how sure a leg is and not only its order', () => {
    const candidates = [candidate('1', 0.8), candidate('2', 0.79)]
    const findings = {
      ...nothing,
      keyword: [hit('2', 10), hit('1', 1)],
      semantic: [hit('1', 0.8), hit('2', 0.79)],
    }
    expect(fuse(candidates, findings, all).map(({ id }) => id)).toEqual(['2', '1'])
  })

  it('takes the cosine of candidates that another leg found', () => {
    const candidates = [candidate('1', 0.1), candidate('2', 0.9)]
    const findings = { ...nothing, keyword: [hit('1', 5), hit('2', 5)], semantic: [hit('2', 0.9)] }
    expect(fuse(candidates, findings, all)).toMatchObject([
      { id: '2', matched: ['keyword', 'semantic'] },
      { id: '1', matched: ['keyword'] },
    ])
  })

  it('drops what only noise speaks for', () => {
    const findings = { ...nothing, semantic: [hit('1', 0.5), hit('2', 0.39)] }
    const candidates = [candidate('1', 0.5), candidate('2', 0.39)]
    expect(fuse(candidates, findings, all).map(({ id }) => id)).toEqual(['1'])
  })

  it('believes the nearest ten where the noise of a model is not known', () => {
    const ids = Array.from({ length: 15 }, (_, i) => String(i))
    const semantic = ids.map((id, i) => hit(id, 0.9 - i / 100))
    const candidates = semantic.map(({ chunkId, score }) => candidate(chunkId, score))
    const fused = fuse(candidates, { ...nothing, semantic }, { ...all, noiseCosine: null })
    expect(fused.map(({ id }) => id)).toEqual(ids.slice(0, 10))
  })

  it('shows a chunk for its letters only where they convince', () => {
    const letters = [
      { ...hit('1', 9), isConvincing: true },
      { ...hit('2', 8), isConvincing: false },
    ]
    const fused = fuse([candidate('1'), candidate('2')], { ...nothing, letters }, all)
    expect(fused).toMatchObject([{ id: '1', matched: ['letters'] }])
  })

  it('lets letters rank but not bring in, where keywords are asked for', () => {
    const letters = [
      { ...hit('1', 9), isConvincing: true },
      { ...hit('2', 9), isConvincing: true },
    ]
    const findings = { ...nothing, letters, keyword: [hit('2', 4), hit('3', 4)] }
    const candidates = [candidate('1'), candidate('2'), candidate('3')]
    const fused = fuse(candidates, findings, { ...all, vouching: ['keyword'] })
    expect(fused.map(({ id }) => id)).toEqual(['2', '3'])
  })

  it('does not make much of cosines that are all the same', () => {
    const findings = { ...nothing, keyword: [hit('1', 10), hit('2', 9.9)] }
    const [first, second] = fuse([candidate('1', 0.5), candidate('2', 0.501)], findings, all)
    expect(Math.abs((first?.score ?? 0) - (second?.score ?? 0))).toBeLessThan(0.02)
  })

  it('orders equals by their place in the library', () => {
    const findings = { ...nothing, keyword: [hit('3', 1), hit('1', 1), hit('2', 1)] }
    const candidates = [candidate('3'), candidate('1'), candidate('2')]
    expect(fuse(candidates, findings, all).map(({ id }) => id)).toEqual(['1', '2', '3'])
  })

  it('gives nothing for nothing', () => {
    expect(fuse([], nothing, all)).toEqual([])
  })
})
