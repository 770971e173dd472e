import { CuepointError } from '../domain/errors.ts'
import type { Database } from '../ports/database.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Logger } from '../ports/logger.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import type { QueryVector } from './candidates.ts'
import type { LegFindings } from './fuse.ts'
import { searchKeywords } from './keyword-leg.ts'
import type { LegQuestion } from './leg.ts'
import { canSearchLetters, searchLetters } from './letters-leg.ts'
import type { LegName, LegReport, SearchMode } from './search-answer.ts'
import { searchMeaning } from './semantic-leg.ts'
import { searchMeaningOfSpeakers } from './speakers-semantic-leg.ts'

export interface LegDeps {
  readonly database: Database
  readonly embedder: Embedder | null
  readonly vectorStore: VectorStore
  readonly logger: Logger
}

interface Asked extends Omit<LegQuestion, 'limit' | 'database'> {
  readonly mode: SearchMode
  /** The question as a person would say it. */
  readonly meaning: string
}

interface Answered {
  readonly findings: LegFindings
  readonly legs: Record<LegName, LegReport>
  /** Null where meaning was not asked for, or the question has no vector. */
  readonly meaning: QueryVector | null
}

/** Hits of each leg that are looked at. More of them change no first page (docs/search.md); pages end with them. */
const hitsOfLeg: Readonly<Record<SearchMode, number>> = { hybrid: 100, keyword: 200, semantic: 100 }

/** Asks the legs at the same time. Rejects only if none of those that were asked answers, with what the first one said. */
export async function askLegs(
  { mode, meaning, ...asked }: Asked,
  { database, embedder, vectorStore, logger }: LegDeps,
  signal?: AbortSignal,
): Promise<Answered> {
  const question: LegQuestion = { ...asked, limit: hitsOfLeg[mode], database }
  const run = <T>(name: LegName, work: () => Promise<T>) => runLeg(name, work, logger, signal)
  const askKeyword = () => run('keyword', () => searchKeywords(question))
  const askLetters = () =>
    canSearchLetters(question)
      ? run('letters', () => searchLetters({ ...question, limit: hitsOfLeg.hybrid }))
      : notAsked('The database has no pg_textsearch, which finds runs of letters.')
  const searchVectors = question.filter.speakers === null ? searchMeaning : searchMeaningOfSpeakers
  const askSemantic = () =>
    embedder
      ? run('semantic', () => searchVectors(meaning, question, { embedder, vectorStore }, signal))
      : notAsked('There is no embedding model (CUEPOINT_EMBEDDER=none).')
  const other = notAsked(`Not part of a search with mode=${mode}.`)
  const [keyword, letters, semantic] = await Promise.all([
    mode === 'semantic' ? other : askKeyword(),
    mode === 'semantic' ? other : askLetters(),
    mode === 'keyword' ? other : askSemantic(),
  ])
  const outcomes = [keyword, letters, semantic]
  const failure = outcomes.find((outcome) => outcome.state === 'failed')
  if (failure && !outcomes.some(({ state }) => state === 'ok')) throw failure.error
  return {
    findings: {
      keyword: found(keyword) ?? [],
      letters: found(letters) ?? [],
      semantic: found(semantic)?.hits ?? [],
    },
    legs: {
      keyword: report(keyword, found(keyword)?.length ?? 0, 1),
      letters: report(letters, found(letters)?.length ?? 0, 1),
      semantic: report(semantic, found(semantic)?.hits.length ?? 0, vectorCoverage(question)),
    },
    meaning: found(semantic)?.question ?? null,
  }
}

type Outcome<T> =
  | { readonly state: 'ok'; readonly found: T; readonly tookMs: number }
  | { readonly state: 'failed'; readonly error: unknown; readonly tookMs: number }
  | { readonly state: 'off'; readonly reason: string }

function notAsked(reason: string): { state: 'off'; reason: string } {
  return { state: 'off', reason }
}

/** A leg that fails leaves the search to the others; an abort ends all of them. */
async function runLeg<T>(
  name: LegName,
  work: () => Promise<T>,
  logger: Logger,
  signal?: AbortSignal,
): Promise<Outcome<T>> {
  const startedAt = performance.now()
  const elapsed = () => performance.now() - startedAt
  try {
    return { state: 'ok', found: await work(), tookMs: elapsed() }
  } catch (error) {
    signal?.throwIfAborted()
    logger.warn({ leg: name, error }, 'a leg of the search failed')
    return { state: 'failed', error, tookMs: elapsed() }
  }
}

function found<T>(outcome: Outcome<T>): T | undefined {
  return outcome.state === 'ok' ? outcome.found : undefined
}

function vectorCoverage({ library: { chunks, embeddedChunks } }: LegQuestion): number {
  return chunks === 0 ? 1 : embeddedChunks / chunks
}

function report(outcome: Outcome<unknown>, candidates: number, coverage: number): LegReport {
  switch (outcome.state) {
    case 'off':
      return { state: 'off', tookMs: 0, candidates: 0, coverage: 0, reason: outcome.reason }
    case 'failed':
      return {
        state: 'failed',
        tookMs: outcome.tookMs,
        candidates: 0,
        coverage: 0,
        reason: reasonOf(outcome.error),
      }
    case 'ok':
      return {
        state: coverage < 1 ? 'partial' : 'ok',
        tookMs: outcome.tookMs,
        candidates,
        coverage,
        ...(coverage < 1 && { reason: partialReason(coverage) }),
      }
  }
}

function partialReason(coverage: number): string {
  return `${Math.floor(100 * coverage)} % of what was searched has been embedded so far; the rest is found by its words only.`
}

function reasonOf(error: unknown): string {
  if (error instanceof CuepointError)
    return error.remedy === undefined ? error.message : `${error.message} ${error.remedy}`
  return error instanceof Error ? error.message : String(error)
}
