import type { TimedSpan } from '../domain/chunk.ts'
import type { Queryable } from '../ports/database.ts'
import type { AnalyzedQuery } from './analyze-query.ts'
import { decodeSpans, type StoredSpans } from './chunk-spans.ts'
import type { Spot } from './collapse.ts'
import { findLetterMarks, findMarks } from './find-marks.ts'
import { likelySpot } from './likely-spot.ts'
import type { ParsedQuery } from './parse-query.ts'
import type { LegName, Moment, MomentVideo, SearchMode } from './search-answer.ts'
import { bestStretch, marksWithin, renderSnippet } from './snippet.ts'

export interface AskedFor {
  readonly mode: SearchMode
  readonly parsed: ParsedQuery
  readonly analyzed: AnalyzedQuery
}

/** Reads what is shown of the spots, in their order. */
export async function readMoments(
  spots: readonly Spot[],
  asked: AskedFor,
  { database }: { database: Queryable },
): Promise<Moment[]> {
  if (spots.length === 0) return []
  const rows = await database.query<ChunkRow>(
    `select c.id, c.text, c.spans, c.speakers, c.language,
            jsonb_build_object('id', v.id, 'title', v.title, 'duration', v.duration, 'language', v.language, 'url', v.url,
              'posterKey', v.poster_key,
              'hasPicture', coalesce(v.storage_key is not null and jsonb_typeof(v.media -> 'video') = 'object', false)) as video
       from chunks c join videos v on v.id = c.video_id where c.id = any($1::uuid[])`,
    [spots.map(({ id }) => id)],
  )
  const byId = new Map(rows.map((row) => [row.id, row]))
  return spots.flatMap((spot): Moment[] => {
    const row = byId.get(spot.id)
    return row ? [createMoment(spot, row, asked)] : []
  })
}

interface ChunkRow extends StoredSpans {
  readonly id: string
  readonly text: string
  readonly language: string | null
  readonly video: MomentVideo
}

function createMoment(spot: Spot, { language, video, ...row }: ChunkRow, asked: AskedFor): Moment {
  const { text, spans } = visiblePart(row.text, decodeSpans(row), spot)
  const words = findMarks(text, language, asked.analyzed, asked.parsed.phrases)
  const isByLetters = words.length === 0 && spot.matched.includes('letters')
  const marks = isByLetters ? findLetterMarks(text, language, asked.analyzed.letterRuns) : words
  const near = marks.length > 0 ? 0 : likelySpot(text, language, asked.parsed.wanted)
  const stretch = bestStretch(text, marks, near)
  const place = marksWithin(marks, stretch)[0]?.from ?? near
  const span = spanAt(spans, place)
  return {
    video,
    ...spot.visible,
    jumpTo: Math.max(spot.visible.start, (span?.start ?? spot.visible.start) - leadSeconds),
    speaker: span?.speaker ?? null,
    text,
    snippet: renderSnippet(text, stretch, marks),
    score: spot.score,
    matched: withWords(spot.matched, words.length > 0 && asked.mode !== 'semantic'),
  }
}

/** What the keyword leg ranked too low to tell is seen in the text. */
function withWords(matched: readonly LegName[], hasWords: boolean): readonly LegName[] {
  return hasWords && !matched.includes('keyword') ? ['keyword', ...matched] : matched
}

/** Recognised words begin up to a tenth of a second late, and a word that is cut off at its beginning is not understood. */
const leadSeconds = 0.25

/** What is said within the visible time, and its spans in it. */
function visiblePart(
  text: string,
  spans: readonly TimedSpan[],
  { visible }: Spot,
): { text: string; spans: readonly TimedSpan[] } {
  const shown = spans.filter(({ start, end }) => start >= visible.start && end <= visible.end)
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last || shown.length === spans.length) return { text, spans }
  return {
    text: text.slice(first.from, last.to),
    spans: shown.map((span) => ({
      ...span,
      from: span.from - first.from,
      to: span.to - first.from,
    })),
  }
}

function spanAt(spans: readonly TimedSpan[], place: number): TimedSpan | undefined {
  return spans.findLast(({ from }) => from <= place) ?? spans[0]
}
