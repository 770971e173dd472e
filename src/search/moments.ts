import type { TimedSpan } from '../domain/chunk.ts'
import type { TextSpan } from '../domain/text-sentences.ts'
import type { Queryable } from '../ports/database.ts'
import type { AnalyzedQuery } from './analyze-query.ts'
import { decodeSpans, type StoredSpans } from './chunk-spans.ts'
import type { Spot } from './collapse.ts'
import { findLetterMarks, findMarks } from './find-marks.ts'
import { likelySpotWithin } from './likely-spot.ts'
import type { ParsedQuery } from './parse-query.ts'
import type { LegName, Moment, MomentVideo, SearchMode } from './search-answer.ts'
import { bestStretch, marksWithin, renderSnippet } from './snippet.ts'
import { spokenStretches, within } from './spoken-text.ts'

export interface AskedFor {
  readonly mode: SearchMode
  readonly parsed: ParsedQuery
  readonly analyzed: AnalyzedQuery
  /** Keys of those whose words are wanted; null: it does not matter who speaks. */
  readonly speakers: readonly string[] | null
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
              'hasPicture', coalesce(v.storage_key is not null and jsonb_typeof(v.media -> 'video') = 'object', false)) as video,
            (select jsonb_object_agg(s.label, s.name) from speakers s where s.video_id = v.id and s.name is not null) as names
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
  /** Labels of speakers and what people call them; null when nobody has a name. */
  readonly names: Readonly<Record<string, string>> | null
}

function createMoment(spot: Spot, chunk: ChunkRow, asked: AskedFor): Moment {
  const { language, video, names } = chunk
  const { text, spans, spoken } = visiblePart(chunk, spot, asked.speakers)
  const words = within(spoken, findMarks(text, language, asked.analyzed, asked.parsed.phrases))
  const isByLetters = words.length === 0 && spot.matched.includes('letters')
  const marks = isByLetters
    ? within(spoken, findLetterMarks(text, language, asked.analyzed.letterRuns))
    : words
  const near = marks.length > 0 ? 0 : likelySpotWithin(spoken, text, language, asked.parsed.wanted)
  const stretch = bestStretch(text, marks, near)
  const place = marksWithin(marks, stretch)[0]?.from ?? near
  const span = spanAt(spans, place)
  const label = span?.speaker ?? null
  return {
    video,
    ...spot.visible,
    jumpTo: Math.max(spot.visible.start, (span?.start ?? spot.visible.start) - leadSeconds),
    speaker: (label !== null ? names?.[label] : null) ?? label,
    speakerLabel: label,
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

interface VisiblePart {
  readonly text: string
  readonly spans: readonly TimedSpan[]
  /** What of the text those say who are asked for. */
  readonly spoken: readonly TextSpan[]
}

/** What is said within the visible time; the whole chunk, where those who are asked for are silent in it. */
function visiblePart(
  { text, video, ...stored }: ChunkRow,
  { visible }: Spot,
  speakers: readonly string[] | null,
): VisiblePart {
  const spans = decodeSpans(stored)
  const whole = withSpoken({ text, spans }, video.id, speakers)
  const shown = spans.filter(({ start, end }) => start >= visible.start && end <= visible.end)
  const [first, last] = [shown[0], shown.at(-1)]
  if (!first || !last || shown.length === spans.length) return whole
  const part = {
    text: text.slice(first.from, last.to),
    spans: shown.map((span) => ({
      ...span,
      from: span.from - first.from,
      to: span.to - first.from,
    })),
  }
  const visiblePart = withSpoken(part, video.id, speakers)
  return visiblePart.spoken.length > 0 ? visiblePart : whole
}

function withSpoken(
  part: Pick<VisiblePart, 'text' | 'spans'>,
  videoId: string,
  speakers: readonly string[] | null,
): VisiblePart {
  const all = [{ from: 0, to: part.text.length }]
  return {
    ...part,
    spoken: speakers ? spokenStretches(videoId, part.spans, new Set(speakers)) : all,
  }
}

function spanAt(spans: readonly TimedSpan[], place: number): TimedSpan | undefined {
  return spans.findLast(({ from }) => from <= place) ?? spans[0]
}
