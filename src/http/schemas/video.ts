import { z } from 'zod'
import { cause, languageTag, paging, seconds, videoId } from './common.ts'

export const videoState = z.enum(['queued', 'processing', 'ready', 'failed'])

/** The stages a video goes through, in words for machines; the web app has the words for people. */
export const stageName = z.enum(['probe', 'transcribe', 'chunk', 'embed', 'pictures', 'rendition'])

/** What a person waiting for a video wants to know. */
export const videoStatus = z.object({
  video_id: videoId,
  status: videoState,
  /** The stage it is in, null when nothing is left to do. */
  stage: stageName.nullable(),
  /** Share of the stage that is done, 0 to 1. */
  progress: z.number().min(0).max(1),
  /** The part of the video, from its start, whose words are found. */
  searchable_until: seconds,
  /** Whether the vectors of this video are complete for the model in use. */
  semantic: z.enum(['complete', 'pending', 'off']),
  eta_seconds: z.number().nullable(),
  /** Why it failed. */
  error: cause.nullable(),
  /** What it waits for (a model, disk room); it goes on by itself. */
  waiting: cause.nullable(),
  /** Things worth knowing: no speech found, a passage dropped, captions repaired. */
  notes: z.array(cause),
})

export const storyboard = z.object({
  interval_seconds: z.number(),
  columns: z.number().int(),
  rows: z.number().int(),
  width: z.number().int(),
  height: z.number().int(),
  sheets: z.array(z.string()),
})

export const video = z.object({
  id: videoId,
  title: z.string(),
  origin: z.enum(['upload', 'external', 'sample']),
  url: z.string().nullable(),
  file_name: z.string().nullable(),
  size_bytes: z.number().nullable(),
  duration: seconds.nullable(),
  language: z.string().nullable(),
  has_picture: z.boolean(),
  /** Where the browser plays it from; null while the file cannot be played yet (a rendition is being made) or lives nowhere. */
  media_url: z.string().nullable(),
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

export const videoList = z.object({ videos: z.array(video), total: z.number().int() })

export const listVideosQuery = z.object({
  ...paging,
  sort: z.enum(['uploaded_at', 'title', 'duration']).default('uploaded_at'),
  order: z.enum(['asc', 'desc']).default('desc'),
  status: videoState.optional(),
  /** Part of the title or file name. */
  text: z.string().max(200).optional(),
})

/** 202: accepted, processed in the background. `existing` when the same bytes were there already. */
export const accepted = z.object({
  id: videoId,
  status: videoState,
  existing: z.boolean(),
  video_url: z.string(),
  status_url: z.string(),
})

export const changeVideo = z.object({ title: z.string().trim().min(1).max(500) })

const wordInput = z.object({ start: seconds, end: seconds, text: z.string() })

/** The shape Whisper returns; other dialects are accepted by `cuepoint import`. */
export const importVideo = z.object({
  title: z.string().trim().min(1).max(500),
  url: z.url().max(2000).optional(),
  duration: seconds.optional(),
  language: languageTag.optional(),
  transcript: z.object({
    language: z.string().optional(),
    segments: z
      .array(
        z.object({
          start: seconds,
          end: seconds,
          text: z.string(),
          speaker: z.string().optional(),
          words: z.array(wordInput).optional(),
        }),
      )
      .max(200_000),
  }),
})

export const transcript = z.object({
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
      speaker: z.string().optional(),
      words: z.array(z.object({ start: seconds, end: seconds, text: z.string() })).optional(),
    }),
  ),
})
