import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { system } from '../schemas/system.ts'
import { examineSystem, type ExaminedParts } from '../system/examine-system.ts'

export function systemRoute(server: HttpServer, parts: Parts<ExaminedParts>): void {
  server.route({
    method: 'GET',
    url: '/system',
    schema: {
      operationId: 'readSystem',
      tags: ['system'],
      summary: 'Every part, how it stands, and what to do where something is missing',
      response: { 200: system, ...problems },
    },
    handler: () => examineSystem(parts()),
  })
}
