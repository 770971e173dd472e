import { renameVideo } from '../../library/rename-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { changeVideo, video, videoParams } from '../schemas/video.ts'

export function renameVideoRoute(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'PATCH',
    url: '/videos/:id',
    schema: {
      operationId: 'changeVideo',
      tags: ['videos'],
      summary: 'Give a video another title',
      params: videoParams,
      body: changeVideo,
      response: { 200: video, ...problems },
    },
    handler: async ({ params, body }) =>
      renderVideo(await renameVideo(params.id, body.title, parts())),
  })
}
