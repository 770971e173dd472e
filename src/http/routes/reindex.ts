import { reindex } from '../../ingest/reindex.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { reindexAnswer, reindexRequest } from '../schemas/video.ts'

export function reindexRoute(server: HttpServer, parts: Parts<'database' | 'queue'>): void {
  server.route({
    method: 'POST',
    url: '/reindex',
    schema: {
      operationId: 'reindex',
      tags: ['library'],
      summary: 'Cut or embed transcripts anew, after a change of model or of chunk length',
      body: reindexRequest,
      response: { 202: reindexAnswer, ...problems },
    },
    handler: async ({ body }, reply) => {
      const videos = await reindex({ scope: body.scope, videoIds: body.videos ?? null }, parts())
      return reply.code(202).send({ videos })
    },
  })
}
