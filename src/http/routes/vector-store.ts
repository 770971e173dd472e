import { backfill } from '../../ingest/backfill.ts'
import { refillVectorStore, repairVectors } from '../../library/repair-vectors.ts'
import { whenGone } from '../when-gone.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { problems } from '../schemas/answers.ts'
import { refillAnswer, repairAnswer } from '../schemas/system.ts'

export function vectorStoreRoutes(
  server: HttpServer,
  parts: Parts<'database' | 'embedder' | 'queue' | 'vectorStore'>,
): void {
  server.route({
    method: 'POST',
    url: '/system/repair',
    schema: {
      operationId: 'repairSystem',
      tags: ['system'],
      summary:
        'Send jobs that got lost, and bring an external vector store in step with the database',
      response: { 200: repairAnswer, ...problems },
    },
    handler: async (_request, reply) => {
      const { embedder, ...deps } = parts()
      await backfill(embedder?.space.modelId ?? null, deps)
      return { vectors: await repairVectors({ ...deps, embedder }, whenGone(reply)) }
    },
  })
  server.route({
    method: 'POST',
    url: '/system/vectors',
    schema: {
      operationId: 'refillVectorStore',
      tags: ['system'],
      summary: 'Fill an external vector store anew from the database, in the background',
      response: { 202: refillAnswer, ...problems },
    },
    handler: async (_request, reply) => {
      const vectors = await refillVectorStore(parts(), whenGone(reply))
      return reply.code(202).send({ vectors })
    },
  })
}
