import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { modelParams, pullAnswer } from '../schemas/system.ts'

export function pullModelRoute(server: HttpServer, parts: Parts<'models' | 'logger'>): void {
  server.route({
    method: 'POST',
    url: '/models/:key/pull',
    schema: {
      operationId: 'pullModel',
      tags: ['system'],
      summary: 'Start to download a model; `GET /system` tells how far it is',
      params: modelParams,
      response: { 202: pullAnswer, ...problems },
    },
    handler: async ({ params: { key } }, reply) => {
      const { models, logger } = parts()
      if (await models.locate(key)) return reply.code(202).send({ key, state: 'present' })
      models.ensure(key).catch((error: unknown) => {
        logger.warn({ model: key, error }, 'model could not be brought')
      })
      return reply.code(202).send({ key, state: 'downloading' })
    },
  })
}
