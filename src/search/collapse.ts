import { overlapSeconds, type TimeRange } from '../domain/time-range.ts'
import type { ScoredCandidate } from './fuse.ts'

/** A candidate that is shown, and the part of it that no better one shows. */
export interface Spot extends ScoredCandidate {
  readonly visible: TimeRange
}

/** Candidates found by words that share seconds with another one: those whose words have to be told apart. */
export function crowded(candidates: readonly ScoredCandidate[]): ScoredCandidate[] {
  const places = new Set(candidates.map(placeOf))
  return candidates.filter(
    (candidate) =>
      hasWords(candidate) &&
      [-1, 1].some((step) => places.has(placeOf({ ...candidate, index: candidate.index + step }))),
  )
}

/**
 * Neighbouring chunks share a few seconds. One that was found for nothing but those gives way to its neighbour; two that
 * each have something of their own (`ownWords`: ids of such chunks) stay two, and the shared seconds belong to the better
 * one. Takes and gives the best first.
 */
export function collapse(
  candidates: readonly ScoredCandidate[],
  ownWords: ReadonlySet<string>,
): Spot[] {
  const places = new Set(candidates.map(placeOf))
  const byVideo = new Map<string, Spot[]>()
  const kept: Spot[] = []
  for (const candidate of candidates) {
    const others = byVideo.get(candidate.videoId) ?? []
    const neighbours = others.filter((other) => overlapSeconds(other, candidate) > 0)
    const hasOwnWord = ownWords.has(candidate.id)
    const repeats = !hasOwnWord && isByWordsAlone(candidate) && places.has(placeBefore(candidate))
    if (repeats || neighbours.some((better) => coversAll(better, candidate, ownWords))) continue
    const spot = { ...candidate, visible: without(candidate, neighbours) }
    byVideo.set(candidate.videoId, [...others, spot])
    kept.push(spot)
  }
  return kept
}

interface Place {
  readonly videoId: string
  readonly index: number
}

function placeOf({ videoId, index }: Place): string {
  return `${videoId} ${index}`
}

function placeBefore({ videoId, index }: Place): string {
  return placeOf({ videoId, index: index - 1 })
}

function hasWords({ matched }: ScoredCandidate): boolean {
  return matched.includes('keyword')
}

function isByWordsAlone(candidate: ScoredCandidate): boolean {
  return hasWords(candidate) && !candidate.matched.includes('semantic')
}

/** Whether a better neighbour leaves nothing to show of a candidate. */
function coversAll(
  better: Spot,
  candidate: ScoredCandidate,
  ownWords: ReadonlySet<string>,
): boolean {
  if (!ownWords.has(candidate.id)) return true
  // The only words of the better one are those at the end of this one.
  return candidate.index < better.index && hasWords(better) && !ownWords.has(better.id)
}

function without({ start, end }: TimeRange, neighbours: readonly Spot[]): TimeRange {
  const before = neighbours.filter((neighbour) => neighbour.start < start)
  const after = neighbours.filter((neighbour) => neighbour.start >= start)
  const range = {
    start: Math.max(start, ...before.map((neighbour) => neighbour.end)),
    end: Math.min(end, ...after.map((neighbour) => neighbour.start)),
  }
  return range.end > range.start ? range : { start, end }
}
