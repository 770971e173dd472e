import type { HttpServer, Parts } from '../http-server.ts'
import { contentOf, problems } from '../schemas/answers.ts'

export function metricsRoute(server: HttpServer, parts: Parts<'metrics'>): void {
  server.route({
    method: 'GET',
    url: '/metrics',
    schema: {
      operationId: 'readMetrics',
      tags: ['system'],
      summary: 'Figures for Prometheus',
      response: { 200: contentOf('Prometheus text format', 'text/plain'), ...problems },
    },
    handler: async (_request, reply) => {
      const { type, text } = await parts().metrics.render()
      return reply.type(type).send(text)
    },
  })
}
