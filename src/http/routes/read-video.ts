import { readVideo } from '../../library/read-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { video, videoParams } from '../schemas/video.ts'

export function readVideoRoute(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/videos/:id',
    schema: {
      operationId: 'readVideo',
      tags: ['videos'],
      summary: 'One video',
      params: videoParams,
      response: { 200: video, ...problems },
    },
    handler: async ({ params }) => renderVideo(await readVideo(params.id, parts())),
  })
}
