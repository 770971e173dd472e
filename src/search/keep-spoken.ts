import type { Queryable } from '../ports/database.ts'
import type { AnalyzedQuery } from './analyze-query.ts'
import type { Candidate } from './candidates.ts'
import { decodeSpans, type StoredSpans } from './chunk-spans.ts'
import { findLetterMarks, findMarks } from './find-marks.ts'
import { findPhrase } from './find-phrase.ts'
import type { LegFindings } from './fuse.ts'
import { spokenStretches, within } from './spoken-text.ts'

interface Found {
  readonly candidates: readonly Candidate[]
  readonly findings: LegFindings
}

interface Spoken {
  readonly hasWords: boolean
  readonly hasPhrases: boolean
  readonly hasLetters: boolean
}

/**
 * Several people can speak in one chunk. Keeps what the legs found in the words of those who are asked for; by its
 * meaning a chunk counts if one of them speaks in it at all.
 */
export async function keepSpoken(
  { candidates, findings }: Found,
  speakers: readonly string[],
  asked: { readonly query: AnalyzedQuery; readonly phrases: readonly string[] },
  { database }: { database: Queryable },
): Promise<Found> {
  const meant = new Set(speakers)
  const rows = await database.query<ChunkRow>(
    `select id, video_id as "videoId", text, language, spans, speakers from chunks where id = any($1::uuid[])`,
    [candidates.map(({ id }) => id)],
  )
  const spoken = new Map(rows.map((row) => [row.id, readSpoken(row, meant, asked)]))
  return {
    candidates: candidates.filter(({ id }) => spoken.get(id)?.hasPhrases),
    findings: {
      ...findings,
      keyword: findings.keyword.filter(({ chunkId }) => spoken.get(chunkId)?.hasWords),
      letters: findings.letters.filter(({ chunkId }) => spoken.get(chunkId)?.hasLetters),
    },
  }
}

interface ChunkRow extends StoredSpans {
  readonly id: string
  readonly videoId: string
  readonly text: string
  readonly language: string | null
}

function readSpoken(
  { videoId, text, language, ...stored }: ChunkRow,
  meant: ReadonlySet<string>,
  { query, phrases }: { readonly query: AnalyzedQuery; readonly phrases: readonly string[] },
): Spoken {
  const spans = decodeSpans(stored)
  const stretches = spokenStretches(videoId, spans, meant)
  const [first] = stretches
  if (!first) return { hasWords: false, hasPhrases: false, hasLetters: false }
  const saysAll = first.from <= (spans[0]?.from ?? 0) && first.to >= (spans.at(-1)?.to ?? 0)
  if (saysAll) return { hasWords: true, hasPhrases: true, hasLetters: true }
  return {
    hasWords: within(stretches, findMarks(text, language, query, phrases)).length > 0,
    hasPhrases: phrases.every((phrase) => within(stretches, findPhrase(text, phrase)).length > 0),
    hasLetters: within(stretches, findLetterMarks(text, language, query.letterRuns)).length > 0,
  }
}
