import { TemporaryError } from '../../domain/errors.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { health } from '../schemas/system.ts'

/** `GET /health`: the process answers. `GET /ready`: it can serve the library. */
export function healthRoutes(server: HttpServer, parts: Parts<'database'>): void {
  server.route({
    method: 'GET',
    url: '/health',
    schema: {
      operationId: 'readHealth',
      tags: ['system'],
      summary: 'Whether the process answers',
      response: { 200: health, ...problems },
    },
    handler: () => ({ status: 'ok' as const }),
  })
  server.route({
    method: 'GET',
    url: '/ready',
    schema: {
      operationId: 'readReadiness',
      tags: ['system'],
      summary: 'Whether requests can be served',
      response: { 200: health, ...problems },
    },
    handler: async () => {
      await parts()
        .database.query('select 1')
        .catch((cause: unknown) => {
          throw new TemporaryError('not-ready', 'The database does not answer.', { cause })
        })
      return { status: 'ok' as const }
    },
  })
}
