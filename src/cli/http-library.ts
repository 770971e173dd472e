import { z } from 'zod'
import { videoId } from '../http/schemas/common.ts'
import { searchAnswer } from '../http/schemas/search.ts'
import { refillAnswer, repairAnswer, stats, system } from '../http/schemas/system.ts'
import { accepted, transcript, video, videoList } from '../http/schemas/video.ts'
import { NotFoundError } from '../domain/errors.ts'
import type { Exchange } from './exchange.ts'
import { readEvents } from './event-stream.ts'
import type { Library } from './library.ts'
import { multipartBody } from './multipart.ts'

const reindexed = z.object({ videos: z.number().int() })

/** The library behind the HTTP API, however the requests get there. */
export function createHttpLibrary(
  exchange: Exchange,
  { worker, link }: Pick<Library, 'worker' | 'link'>,
  dispose: () => Promise<void>,
): Library {
  const read = async <T>(schema: z.ZodType<T>, path: string, signal: AbortSignal): Promise<T> =>
    schema.parse(await (await exchange(path, { signal })).json())

  const send = async <T>(
    schema: z.ZodType<T>,
    path: string,
    body: unknown,
    signal: AbortSignal,
  ): Promise<T> => {
    const response = await exchange(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal,
    })
    return schema.parse(await response.json())
  }

  return {
    worker,
    link,

    async upload(upload, signal) {
      const { headers, body } = multipartBody(upload)
      const response = await exchange('/videos/upload', { method: 'POST', headers, body, signal })
      return accepted.parse(await response.json())
    },
    importVideo: (input, signal) => send(accepted, '/videos', input, signal),
    addSamples: (signal) => send(videoList, '/samples', {}, signal),

    async search({ q, limit, offset, mode, video: videos, language, speaker }, signal) {
      const page = { limit: String(limit), offset: String(offset) }
      const query = new URLSearchParams({ q, ...page, mode })
      for (const id of videos) query.append('video', knownForm(id))
      for (const tag of language) query.append('language', tag)
      for (const name of speaker) query.append('speaker', name)
      return read(searchAnswer, `/search?${query.toString()}`, signal)
    },
    list: (query, signal) =>
      read(videoList, `/videos?${new URLSearchParams(query).toString()}`, signal),
    video: (id, signal) => read(video, videoPath(id), signal),
    async *changes(signal) {
      const response = await exchange('/events', { signal })
      for await (const { event, data } of readEvents(response.body)) {
        if (event === 'video') yield video.parse(JSON.parse(data))
      }
    },
    transcript: (id, signal) => read(transcript, `${videoPath(id)}/transcript`, signal),
    async transcriptText(id, format, signal) {
      return (await exchange(`${videoPath(id)}/transcript.${format}`, { signal })).text()
    },
    async remove(id, signal) {
      await exchange(videoPath(id), { method: 'DELETE', signal })
    },
    retry: (id, options, signal) => send(video, `${videoPath(id)}/retry`, options, signal),
    async reindex(scope, videos, signal) {
      const request = { scope, ...(videos.length > 0 ? { videos: videos.map(knownForm) } : {}) }
      return (await send(reindexed, '/reindex', request, signal)).videos
    },
    stats: (signal) => read(stats, '/stats', signal),
    system: (signal) => read(system, '/system', signal),
    repair: (signal) => send(repairAnswer, '/system/repair', {}, signal),
    async refillVectors(signal) {
      return (await send(refillAnswer, '/system/vectors', {}, signal)).vectors
    },

    [Symbol.asyncDispose]: dispose,
  }
}

function videoPath(id: string): string {
  return `/videos/${knownForm(id)}`
}

/** What is no id at all is the id of no video. */
function knownForm(id: string): string {
  if (videoId.safeParse(id).success) return id
  throw new NotFoundError('video', id)
}
