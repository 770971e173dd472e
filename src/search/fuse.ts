import type { Candidate } from './candidates.ts'
import type { LegHit } from './leg.ts'
import type { LettersHit } from './letters-leg.ts'
import type { LegName } from './search-answer.ts'

/** What the legs found; a leg that did not take part found nothing. */
export interface LegFindings {
  readonly keyword: readonly LegHit[]
  readonly letters: readonly LettersHit[]
  readonly semantic: readonly LegHit[]
}

export interface ScoredCandidate extends Candidate {
  /** 0 to 1. */
  readonly score: number
  readonly matched: readonly LegName[]
}

/** What it takes to be in the answer. */
export interface Vouching {
  /** Legs that can bring a candidate in; the others only help to rank. */
  readonly vouching: readonly LegName[]
  /** Null: not known for the model. */
  readonly noiseCosine: number | null
}

export type FusionWeights = Readonly<Record<LegName, number>>

/** Tuned on the questions of QMSum; docs/search.md has the figures. */
const defaultWeights: FusionWeights = { keyword: 0.35, letters: 0.25, semantic: 0.4 }

/**
 * One score for each candidate: the weighted sum of how well it does in each leg, 0 to 1, where the best of the question
 * has 1. The strengths count and not the ranks: when one leg is sure and another guesses, the sure one decides.
 * Candidates that no leg can vouch for fall out. Best first.
 */
export function fuse(
  candidates: readonly Candidate[],
  findings: LegFindings,
  { noiseCosine, vouching }: Vouching,
  weights: FusionWeights = defaultWeights,
): ScoredCandidate[] {
  const keyword = shareOfBest(findings.keyword)
  const letters = shareOfBest(findings.letters)
  const semantic = shareOfSpan(candidates, noiseCosine)
  const spelled = idsOf(findings.letters.filter(({ isConvincing }) => isConvincing))
  const nearest = idsOf(findings.semantic.slice(0, nearAtMost))
  const isNear = ({ id, cosine }: Candidate) =>
    noiseCosine === null ? nearest.has(id) : cosine !== null && cosine >= noiseCosine
  const full = weightOfLegs(findings, weights)
  return candidates
    .map((candidate): ScoredCandidate => {
      const { id } = candidate
      const matched: LegName[] = []
      if (keyword.has(id)) matched.push('keyword')
      if (isNear(candidate)) matched.push('semantic')
      if (spelled.has(id)) matched.push('letters')
      const score =
        weights.keyword * (keyword.get(id) ?? 0) +
        weights.letters * (letters.get(id) ?? 0) +
        weights.semantic * (semantic.get(id) ?? 0)
      return { ...candidate, score: Math.min(1, score / full), matched }
    })
    .filter(({ matched }) => matched.some((name) => vouching.includes(name)))
    .sort(byScore)
}

/** Where nobody knows which cosine is noise, so many of the nearest are believed. */
const nearAtMost = 10

function idsOf(hits: readonly LegHit[]): ReadonlySet<string> {
  return new Set(hits.map(({ chunkId }) => chunkId))
}

/** BM25 knows no upper end. */
function shareOfBest(hits: readonly LegHit[]): ReadonlyMap<string, number> {
  const best = Math.max(...hits.map(({ score }) => score), Number.MIN_VALUE)
  return new Map(hits.map(({ chunkId, score }) => [chunkId, Math.max(0, score) / best]))
}

/**
 * Every model has its own range of cosines (0 to .6, .75 to .9), so the nearest candidate has 1 and the farthest 0, unless
 * they are so close together that the difference says nothing.
 */
function shareOfSpan(
  candidates: readonly Candidate[],
  noiseCosine: number | null,
): ReadonlyMap<string, number> {
  const near = candidates.flatMap(({ id, cosine }) => (cosine === null ? [] : [{ id, cosine }]))
  const cosines = near.map(({ cosine }) => cosine)
  const best = Math.max(...cosines)
  const leastSpan = noiseCosine === null ? 0.1 : (1 - noiseCosine) / 2
  const span = Math.max(best - Math.min(...cosines), leastSpan)
  return new Map(near.map(({ id, cosine }) => [id, 1 - (best - cosine) / span]))
}

/** What a hit can reach that is the best of every leg which found something. */
function weightOfLegs(findings: LegFindings, weights: FusionWeights): number {
  const names = ['keyword', 'letters', 'semantic'] as const
  const found = names.filter((name) => findings[name].length > 0)
  return found.reduce((sum, name) => sum + weights[name], 0) || 1
}

/** Equal scores in the order of the library, so that pages do not shift. */
function byScore(a: ScoredCandidate, b: ScoredCandidate): number {
  return b.score - a.score || compare(a.videoId, b.videoId) || a.index - b.index
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
