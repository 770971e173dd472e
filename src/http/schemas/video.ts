import { z } from 'zod'
import { cause, languageTag, paging, plainText, seconds, videoId } from './common.ts'

const videoState = z.enum(['queued', 'processing', 'ready', 'failed'])

/** The stages a video goes through, in words for machines; the web app has the words for people. */
const stageName = z.enum([
  'probe',
  'transcribe',
  'speakers',
  'chunk',
  'embed',
  'pictures',
  'rendition',
])

/** What a person waiting for a video wants to know. */
export const videoStatus = z
  .object({
    video_id: videoId,
    status: videoState,
    stage: stageName.nullable().describe('The stage it is in, null when nothing is left to do.'),
    progress: z.number().min(0).max(1).describe('Share of the stage that is done, 0 to 1.'),
    searchable_until: seconds.describe(
      'The part of the video, from its start, whose words are found, in seconds.',
    ),
    semantic: z
      .enum(['complete', 'pending', 'off'])
      .describe('Whether the vectors of this video are complete for the model in use.'),
    eta_seconds: z.number().nullable(),
    error: cause.nullable().describe('Why it failed.'),
    waiting: cause
      .nullable()
      .describe('What it waits for (a model, disk room); it goes on by itself.'),
    notes: z
      .array(cause)
      .describe('Things worth knowing: no speech found, a passage dropped, captions repaired.'),
  })
  .meta({ id: 'VideoStatus' })

export const storyboard = z
  .object({
    interval_seconds: z.number(),
    columns: z.number().int(),
    rows: z.number().int(),
    width: z.number().int(),
    height: z.number().int(),
    sheets: z.array(z.string()),
  })
  .meta({ id: 'Storyboard' })

export const video = z
  .object({
    id: videoId,
    title: z.string(),
    origin: z.enum(['upload', 'external', 'sample']),
    url: z.string().nullable(),
    file_name: z.string().nullable(),
    size_bytes: z.number().nullable(),
    duration: seconds.nullable(),
    language: z.string().nullable(),
    has_picture: z.boolean(),
    media_url: z
      .string()
      .nullable()
      .describe(
        'Where the browser plays it from; null while the file cannot be played yet (a rendition is being made) or lives nowhere.',
      ),
    thumbnail_url: z.string().nullable(),
    storyboard: storyboard.nullable(),
    transcript: z
      .object({
        source: z.enum(['captions', 'speech', 'import']),
        engine: z.string(),
        model: z.string().nullable(),
      })
      .nullable(),
    uploaded_at: z.iso.datetime(),
    processed_at: z.iso.datetime().nullable(),
    status: videoStatus,
  })
  .meta({ id: 'Video' })

export const videoList = z
  .object({ videos: z.array(video), total: z.number().int() })
  .meta({ id: 'VideoList' })

export const listVideosQuery = z.object({
  ...paging,
  sort: z.enum(['uploaded_at', 'title', 'duration']).default('uploaded_at'),
  order: z.enum(['asc', 'desc']).default('desc'),
  status: videoState.optional(),
  text: plainText.max(200).optional().describe('Part of the title or file name.'),
})

/** 202: accepted, processed in the background. `existing` when the same bytes were there already. */
export const accepted = z
  .object({
    id: videoId,
    status: videoState,
    existing: z.boolean(),
    video_url: z.string(),
    status_url: z.string(),
  })
  .meta({ id: 'Accepted' })

export const changeVideo = z.object({ title: plainText.trim().min(1).max(500) })

const wordInput = z.object({ start: seconds, end: seconds, text: plainText })

/** The shape Whisper returns; other dialects are accepted by `cuepoint import`. */
export const importVideo = z.object({
  title: plainText.trim().min(1).max(500),
  url: z
    .url({ protocol: /^https?$/, normalize: true })
    .max(2000)
    .optional(),
  duration: seconds.optional(),
  language: languageTag.optional(),
  transcript: z.object({
    language: plainText.max(40).optional(),
    segments: z
      .array(
        z.object({
          start: seconds,
          end: seconds,
          text: plainText,
          speaker: plainText.optional(),
          words: z.array(wordInput).optional(),
        }),
      )
      .max(200_000),
  }),
})

export const transcript = z
  .object({
    video_id: videoId,
    language: z.string().nullable(),
    source: z.enum(['captions', 'speech', 'import']),
    engine: z.string(),
    model: z.string().nullable(),
    complete: z.boolean(),
    segments: z.array(
      z.object({
        start: seconds,
        end: seconds,
        text: z.string(),
        speaker: z.string().optional().describe('The name that a person gave, else the label.'),
        speaker_label: z
          .string()
          .optional()
          .describe('What the transcript itself says, such as `Ada` or `S1`.'),
        words: z.array(z.object({ start: seconds, end: seconds, text: z.string() })).optional(),
      }),
    ),
  })
  .meta({ id: 'Transcript' })

/** Stages to run again; with `speech` the speech is recognised although there are captions. */
export const retryRequest = z.object({ speech: z.boolean().default(false) })

/** `chunks`: cut the transcripts anew, then embed. `embeddings`: only make the vectors that are missing. */
export const reindexRequest = z.object({
  scope: z.enum(['chunks', 'embeddings']),
  videos: z.array(videoId).max(10_000).optional().describe('All videos when absent.'),
})

export const reindexAnswer = z.object({ videos: z.number().int() })

export const videoParams = z.object({ id: videoId })

export const sheetParams = z.object({ id: videoId, sheet: z.coerce.number().int().min(0) })

/** `t`: seconds from the start, rounded down. */
export const frameQuery = z.object({ t: z.coerce.number().min(0).max(1_000_000).default(0) })

/** `download=1` (or only `download`): saved under the name of the file instead of being played. */
export const mediaQuery = z.object({ download: z.string().optional() })

/** The fields of an upload besides its files, `file` and `captions`. */
export const uploadFields = z.object({
  title: plainText.trim().max(500).optional(),
  language: languageTag.optional(),
})

export const uploadParams = z.object({ upload: z.string().regex(/^[0-9a-f]{32}$/) })
