import { z } from 'zod'

const flag = z
  .number()
  .optional()
  .transform((value) => value === 1)

/** ffprobe writes numbers as texts, and leaves out what it does not know. */
const seconds = z
  .string()
  .optional()
  .transform((value) =>
    value === undefined || !Number.isFinite(Number(value)) ? null : Number(value),
  )

const stream = z.object({
  index: z.number().int(),
  codec_type: z.string().optional(),
  codec_name: z.string().default('unknown'),
  width: z.number().default(0),
  height: z.number().default(0),
  pix_fmt: z.string().optional(),
  channels: z.number().default(0),
  sample_rate: z.coerce.number().default(0),
  duration: seconds,
  disposition: z.object({ default: flag, attached_pic: flag }).prefault({}),
  tags: z.object({ language: z.string().optional(), rotate: z.string().optional() }).prefault({}),
  side_data_list: z.array(z.object({ rotation: z.number().optional() })).default([]),
})

/** The part of `ffprobe -of json` that is asked for by `reportEntries`. */
export const ffprobeReport = z.object({
  format: z.object({ format_name: z.string(), start_time: seconds, duration: seconds }),
  streams: z.array(stream).default([]),
})

export const reportEntries = [
  'format=format_name,start_time,duration',
  'stream=index,codec_type,codec_name,width,height,pix_fmt,channels,sample_rate,duration',
  'stream_disposition=default,attached_pic',
  'stream_tags=language,rotate',
  'stream_side_data=rotation',
].join(':')

export type FfprobeReport = z.infer<typeof ffprobeReport>
export type FfprobeStream = FfprobeReport['streams'][number]

/** The first one, ffmpeg's `V:0`. The picture on the cover of an album is no video. */
export function videoTrack({ streams }: FfprobeReport): FfprobeStream | null {
  const isVideo = ({ codec_type, disposition }: FfprobeStream) =>
    codec_type === 'video' && !disposition.attached_pic
  return streams.find(isVideo) ?? null
}

/** The one that a player takes: the default one, else the first. */
export function audioTrack({ streams }: FfprobeReport): FfprobeStream | null {
  const tracks = streams.filter(({ codec_type }) => codec_type === 'audio')
  return tracks.find(({ disposition }) => disposition.default) ?? tracks[0] ?? null
}
