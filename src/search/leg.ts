import type { Database } from '../ports/database.ts'
import type { AnalyzedQuery } from './analyze-query.ts'
import type { SearchedLibrary, SearchFilter } from './searched-library.ts'

/** What every leg is asked. */
export interface LegQuestion {
  readonly query: AnalyzedQuery
  readonly filter: SearchFilter
  readonly library: SearchedLibrary
  /** Most hits that are wanted. */
  readonly limit: number
  readonly database: Database
}

/** A chunk that a leg found. */
export interface LegHit {
  readonly chunkId: string
  /** How well, on the leg's own scale; more is better. */
  readonly score: number
}

/** Up to this many chunks it is quicker to look at each than to ask an index and throw away what does not pass. */
export const looksAtMost = 2000

/** Whether the filter leaves so little that it is looked at chunk by chunk. */
export function isNarrow(question: LegQuestion): boolean {
  return isFiltered(question) && isSmall(question)
}

export function isSmall({ library }: LegQuestion): boolean {
  return library.chunks <= looksAtMost
}

export function isFiltered({ filter }: LegQuestion): boolean {
  return filter.videoIds !== null || filter.languages !== null || filter.speakers !== null
}
