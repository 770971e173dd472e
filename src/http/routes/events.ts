import { statusFeed } from '../../library/status-feed.ts'
import { readVideo } from '../../library/read-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { contentOf, problems } from '../schemas/answers.ts'
import { videoParams } from '../schemas/video.ts'

const stream = contentOf(
  'Events named `video`, each with a Video as JSON; lines that begin with `:` keep the connection alive.',
  'text/event-stream',
)

/** `GET /events` and `GET /videos/{id}/events`. */
export function eventsRoutes(server: HttpServer, parts: Parts<'database' | 'streams'>): void {
  server.route({
    method: 'GET',
    url: '/events',
    exposeHeadRoute: false,
    schema: {
      operationId: 'watchVideos',
      tags: ['videos'],
      summary: 'Every video in work, and then each video whenever it changes',
      response: { 200: stream, ...problems },
    },
    handler: (_request, reply) =>
      parts().streams.send(
        reply,
        'video',
        (signal) => statusFeed(parts(), {}, signal),
        renderVideo,
      ),
  })
  server.route({
    method: 'GET',
    url: '/videos/:id/events',
    exposeHeadRoute: false,
    schema: {
      operationId: 'watchVideo',
      tags: ['videos'],
      summary: 'One video, and then again whenever it changes; ends when it is deleted',
      params: videoParams,
      response: { 200: stream, ...problems },
    },
    handler: async ({ params }, reply) => {
      const { id } = await readVideo(params.id, parts())
      const feed = (signal: AbortSignal) => statusFeed(parts(), { videoId: id }, signal)
      return parts().streams.send(reply, 'video', feed, renderVideo)
    },
  })
}
