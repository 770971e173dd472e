import { z } from 'zod'
import { paging, seconds, videoId } from './common.ts'

const many = (value: unknown): unknown =>
  value === undefined || Array.isArray(value) ? value : [value]

export const searchQuery = z.object({
  q: z.string(),
  ...paging,
  /** Repeat it for several videos. */
  video: z.preprocess(many, z.array(videoId).max(100).optional()),
  language: z.preprocess(many, z.array(z.string().max(20)).max(20).optional()),
  mode: z.enum(['hybrid', 'keyword', 'semantic']).default('hybrid'),
  group: z.enum(['video']).optional(),
})

/** What one leg of the search did. */
export const legReport = z.object({
  /** `partial`: it answered for a part of the library only (`coverage`). */
  state: z.enum(['ok', 'partial', 'off', 'failed']),
  took_ms: z.number(),
  candidates: z.number().int(),
  /** Share of the library's chunks that this leg covers, 0 to 1. */
  coverage: z.number().min(0).max(1),
  /** Why it is off, partial or failed. */
  reason: z.string().optional(),
})

export const moment = z.object({
  video: z.object({
    id: videoId,
    title: z.string(),
    duration: seconds.nullable(),
    language: z.string().nullable(),
    thumbnail_url: z.string().nullable(),
    has_picture: z.boolean(),
  }),
  start: seconds,
  end: seconds,
  /** Where to start playing. */
  jump_to: seconds,
  speaker: z.string().nullable(),
  text: z.string(),
  /** HTML: the text around the hit, escaped, found words in `<mark>`. */
  snippet: z.string(),
  /** 0 to 1, comparable within one answer; 1 is the best a hit can be. */
  score: z.number(),
  matched: z.array(z.enum(['keyword', 'semantic', 'letters'])),
  /** The picture of that second. */
  frame_url: z.string().nullable(),
  /** The watch page at that second. */
  url: z.string(),
})

export const searchAnswer = z.object({
  query: z.string(),
  took_ms: z.number(),
  legs: z.object({ keyword: legReport, semantic: legReport, letters: legReport }),
  /** Moments found (at least this many when `total_is_exact` is false). */
  total: z.number().int(),
  results: z.array(moment),
  /** With `group=video`: the same moments by video, best first. `results` is then empty. */
  groups: z
    .array(
      z.object({ video: moment.shape.video, total: z.number().int(), moments: z.array(moment) }),
    )
    .optional(),
  /** When nothing was found: words of the library that look like the ones asked for. */
  suggestions: z.array(z.string()),
  searched: z.object({ videos: z.number().int(), chunks: z.number().int() }),
})
