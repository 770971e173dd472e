import { readVideo } from '../../library/read-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderStatus } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { videoParams, videoStatus } from '../schemas/video.ts'

export function videoStatusRoute(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/videos/:id/status',
    schema: {
      operationId: 'readVideoStatus',
      tags: ['videos'],
      summary: 'How far the processing of a video is',
      params: videoParams,
      response: { 200: videoStatus, ...problems },
    },
    handler: async ({ params }) => {
      const { id, status } = await readVideo(params.id, parts())
      return renderStatus(id, status)
    },
  })
}
