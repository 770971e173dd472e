import { setImmediate as nextTurn } from 'node:timers/promises'
import type { VectorFilter, VectorHit } from '../../ports/vector-store.ts'
import type { Entry, Segment } from './faiss-segment.ts'

interface Question {
  /** Of unit length. */
  readonly query: number[]
  readonly limit: number
  readonly filter: VectorFilter
}

/**
 * The nearest of all segments. FAISS compares within its call, so others get a turn between segments. `segments` may change
 * meanwhile: a changed segment is added at the end, so a vector may be met twice (the later one counts) and is never missed.
 */
export async function searchSegments(
  segments: ReadonlySet<Segment>,
  { query, limit, filter }: Question,
  signal?: AbortSignal,
): Promise<VectorHit[]> {
  const passes = filterOf(filter)
  const cosines = new Map<string, number>()
  let turnBegan = performance.now()
  for (const segment of segments) {
    signal?.throwIfAborted()
    for (const { chunkId, cosine } of searchSegment(segment, query, limit, passes))
      cosines.set(chunkId, cosine)
    if (performance.now() - turnBegan > longestTurnMs) {
      await nextTurn()
      turnBegan = performance.now()
    }
  }
  return [...cosines]
    .map(([chunkId, cosine]) => ({ chunkId, cosine }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, limit)
}

const longestTurnMs = 5

type Passes = (entry: Entry) => boolean

/** Null: everything passes. */
function filterOf({ videoIds, languages }: VectorFilter): Passes | null {
  if (!videoIds && !languages) return null
  const videos = videoIds && new Set(videoIds)
  const spoken = languages && new Set<string | null>(languages)
  return ({ videoId, language }) =>
    (videos?.has(videoId) ?? true) && (spoken?.has(language) ?? true)
}

/**
 * faiss-node has no filter: as many more are asked for as the filter is expected to take away, and more again where that
 * was too few. The whole segment is the end of it, so the answer is exact.
 */
function searchSegment(
  { index, entries }: Segment,
  query: number[],
  limit: number,
  passes: Passes | null,
): VectorHit[] {
  const matching = passes ? entries.filter(passes).length : entries.length
  const wanted = Math.min(limit, matching)
  if (wanted === 0) return []
  const share = matching / entries.length
  let asked = share === 1 ? wanted : Math.min(entries.length, Math.ceil((wanted * 1.5) / share))
  for (;;) {
    const { labels, distances } = index.search(query, asked)
    const hits = labels.flatMap((position, rank) => {
      const entry = entries[position]
      if (!entry || passes?.(entry) === false) return []
      return { chunkId: entry.chunkId, cosine: clamp(distances[rank] ?? 0) }
    })
    if (hits.length >= wanted || asked === entries.length) return hits.slice(0, wanted)
    asked = Math.min(entries.length, asked * 4)
  }
}

/** Sums of 32-bit numbers go a little past 1. */
function clamp(cosine: number): number {
  return Math.max(-1, Math.min(1, cosine))
}
