import { z } from 'zod'
import { paging, plainText, seconds, videoId } from './common.ts'

/** A parameter that can be given once or several times. */
const oneOrMany = <Item extends z.ZodType>(item: Item, atMost: number) =>
  z.union([z.array(item).max(atMost), item.transform((one) => [one])])

export const searchQuery = z.object({
  q: z.string(),
  ...paging,
  video: oneOrMany(videoId, 100).optional().describe('Repeat it for several videos.'),
  language: oneOrMany(plainText.max(20), 20).optional(),
  speaker: oneOrMany(plainText.max(200), 20)
    .optional()
    .describe('A name or a word of it; several: any of them. The same as `speaker:name` in `q`.'),
  mode: z.enum(['hybrid', 'keyword', 'semantic']).default('hybrid'),
  group: z.enum(['video']).optional(),
})

/** What one leg of the search did. */
export const legReport = z
  .object({
    state: z
      .enum(['ok', 'partial', 'off', 'failed'])
      .describe('`partial`: it answered for a part of the library only (`coverage`).'),
    took_ms: z.number(),
    candidates: z.number().int(),
    coverage: z
      .number()
      .min(0)
      .max(1)
      .describe('Share of the library’s chunks that this leg covers, 0 to 1.'),
    reason: z.string().optional().describe('Why it is off, partial or failed.'),
  })
  .meta({ id: 'LegReport' })

export const moment = z
  .object({
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
    jump_to: seconds.describe('Where to start playing.'),
    speaker: z
      .string()
      .nullable()
      .describe('Who says it: the name that a person gave, else the label.'),
    speaker_label: z.string().nullable().describe('What the transcript itself calls them.'),
    text: z.string(),
    snippet: z
      .string()
      .describe('HTML: the text around the hit, escaped, found words in `<mark>`.'),
    score: z.number().describe('0 to 1, comparable within one answer; 1 is the best a hit can be.'),
    matched: z.array(z.enum(['keyword', 'semantic', 'letters'])),
    frame_url: z.string().nullable().describe('The picture of that second.'),
    url: z.string().describe('The watch page at that second.'),
  })
  .meta({ id: 'Moment' })

export const searchAnswer = z
  .object({
    query: z.string(),
    took_ms: z.number(),
    legs: z.object({ keyword: legReport, semantic: legReport, letters: legReport }),
    total: z.number().int().describe('Moments found; with `group=video` videos found.'),
    results: z.array(moment),
    groups: z
      .array(
        z.object({ video: moment.shape.video, total: z.number().int(), moments: z.array(moment) }),
      )
      .optional()
      .describe('With `group=video`: the moments by video, best first. `results` is then empty.'),
    suggestions: z
      .array(z.string())
      .describe('When nothing was found: words of the library that look like the ones asked for.'),
    speaker_suggestions: z
      .array(z.string())
      .describe('When nobody of the name that was asked for speaks: names that there are.'),
    unfinished_videos: z
      .number()
      .int()
      .describe('When nothing was found: videos in work, in which it may still turn up.'),
    searched: z.object({ videos: z.number().int(), chunks: z.number().int() }),
  })
  .meta({ id: 'SearchAnswer' })
