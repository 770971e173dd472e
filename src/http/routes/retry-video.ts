import { recogniseAnew } from '../../ingest/recognise-anew.ts'
import { retryVideo } from '../../ingest/retry-video.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { renderVideo } from '../render/video.ts'
import { problems } from '../schemas/answers.ts'
import { retryRequest, video, videoParams } from '../schemas/video.ts'

export function retryVideoRoute(server: HttpServer, parts: Parts<'database' | 'queue'>): void {
  server.route({
    method: 'POST',
    url: '/videos/:id/retry',
    schema: {
      operationId: 'retryVideo',
      tags: ['videos'],
      summary: 'Run again what failed, or recognise the speech although there are captions',
      params: videoParams,
      body: retryRequest,
      response: { 202: video, ...problems },
    },
    handler: async ({ params, body }, reply) => {
      const start = body.speech ? recogniseAnew : retryVideo
      return reply.code(202).send(renderVideo(await start(params.id, parts())))
    },
  })
}
