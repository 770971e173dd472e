import type { LegReport, LegName, SearchMode } from './search-answer.ts'
import { analyzeQuery } from './analyze-query.ts'
import { askLegs, type LegDeps } from './ask-legs.ts'
import { readCandidates, readOwnWords } from './candidates.ts'
import { collapse, crowded, type Spot } from './collapse.ts'
import { fuse } from './fuse.ts'
import { keepSpoken } from './keep-spoken.ts'
import type { AskedFor } from './moments.ts'
import type { ParsedQuery } from './parse-query.ts'
import type { SearchFilter, SearchedLibrary } from './searched-library.ts'
import { verifyPhrases } from './verify-phrases.ts'

interface Search {
  readonly mode: SearchMode
  readonly parsed: ParsedQuery
  readonly filter: SearchFilter
  readonly library: SearchedLibrary
}

interface FoundSpots {
  /** Best first. */
  readonly spots: readonly Spot[]
  readonly legs: Readonly<Record<LegName, LegReport>>
  readonly asked: AskedFor
}

/** From a question to the places that answer it: ask the legs, judge what any of them found by all of them, keep what holds. */
export async function findSpots(
  { mode, parsed, filter, library }: Search,
  deps: LegDeps,
  signal?: AbortSignal,
): Promise<FoundSpots> {
  const { database, embedder } = deps
  const query = analyzeQuery(parsed, library.languages)
  const {
    findings: found,
    legs,
    meaning,
  } = await askLegs({ mode, meaning: parsed.wanted, query, filter, library }, deps, signal)
  signal?.throwIfAborted()
  const hits = [found.keyword, found.letters, found.semantic].flat()
  const ids = [...new Set(hits.map(({ chunkId }) => chunkId))]
  const candidates = await readCandidates(ids, query, meaning, { database })
  const verified = {
    candidates: await verifyPhrases(candidates, parsed.phrases, { database }),
    findings: found,
  }
  const { candidates: exact, findings } =
    filter.speakers === null
      ? verified
      : await keepSpoken(verified, filter.speakers, { query, phrases: parsed.phrases }, deps)
  const vouching = vouchingLegs[mode]
  const noiseCosine = noiseFor(mode, embedder?.noiseCosine ?? null)
  const scored = fuse(exact, findings, { vouching, noiseCosine })
  const ownWords = await readOwnWords(
    crowded(scored).map(({ id }) => id),
    query,
    { database },
  )
  const spots = collapse(scored, ownWords)
  return { spots, legs, asked: { mode, parsed, analyzed: query, speakers: filter.speakers } }
}

/** Who asks for meaning alone rather looks at a doubtful moment than at none: there are no words beside it. */
function noiseFor(mode: SearchMode, noiseCosine: number | null): number | null {
  if (noiseCosine === null || mode !== 'semantic') return noiseCosine
  return noiseCosine - 0.1 * (1 - noiseCosine)
}

/** Who asks for keywords wants to see them: letters then only help to rank. */
const vouchingLegs: Readonly<Record<SearchMode, readonly LegName[]>> = {
  hybrid: ['keyword', 'semantic', 'letters'],
  keyword: ['keyword'],
  semantic: ['semantic'],
}
