import type { HttpServer, Parts } from '../http-server.ts'
import { nothing, problems } from '../schemas/answers.ts'
import { openSession } from '../schemas/session.ts'
import { endSession, startSession } from '../security/session.ts'

/** `POST` and `DELETE /session`: a browser's pictures and videos cannot carry a bearer token, a cookie they do. */
export function sessionRoutes(server: HttpServer, parts: Parts<'config'>): void {
  server.route({
    method: 'POST',
    url: '/session',
    schema: {
      operationId: 'openSession',
      tags: ['system'],
      summary: 'Exchange the token for a cookie',
      body: openSession,
      response: { 204: nothing, ...problems },
    },
    handler: async ({ body }, reply) => {
      startSession(reply, body.token, parts().config)
      return reply.code(204).send()
    },
  })
  server.route({
    method: 'DELETE',
    url: '/session',
    schema: {
      operationId: 'closeSession',
      tags: ['system'],
      summary: 'Forget the cookie',
      response: { 204: nothing, ...problems },
    },
    handler: async (_request, reply) => {
      endSession(reply)
      return reply.code(204).send()
    },
  })
}
