import { libraryStats } from '../../library/library-stats.ts'
import type { HttpServer, Parts } from '../http-server.ts'
import { samplesAvailable } from '../samples-available.ts'
import { problems } from '../schemas/answers.ts'
import { stats } from '../schemas/system.ts'

export function statsRoute(server: HttpServer, parts: Parts<'database' | 'samplesFolder'>): void {
  server.route({
    method: 'GET',
    url: '/stats',
    schema: {
      operationId: 'readStats',
      tags: ['library'],
      summary: 'The library in a few numbers',
      response: { 200: stats, ...problems },
    },
    handler: async () => {
      const { duration, inProgress, samples, languages, ...numbers } = await libraryStats(parts())
      return {
        ...numbers,
        // A sum of fractions has a tail of its own.
        duration: Math.round(duration * 1000) / 1000,
        in_progress: inProgress,
        languages: [...languages],
        samples_available: await samplesAvailable(samples, parts()),
      }
    },
  })
}
