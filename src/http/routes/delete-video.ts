import { deleteVideo } from '../../library/delete-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { nothing, problems } from '../schemas/answers.ts'
import { videoParams } from '../schemas/video.ts'

export function deleteVideoRoute(
  server: HttpServer,
  parts: Parts<'database' | 'storage' | 'queue'>,
): void {
  server.route({
    method: 'DELETE',
    url: '/videos/:id',
    schema: {
      operationId: 'deleteVideo',
      tags: ['videos'],
      summary: 'Remove a video with everything that belongs to it',
      params: videoParams,
      response: { 204: nothing, ...problems },
    },
    handler: async ({ params }, reply) => {
      await deleteVideo(params.id, parts())
      return reply.code(204).send()
    },
  })
}
