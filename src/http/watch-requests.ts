import type { Logger } from '../ports/logger.ts'
import type { HttpServer } from './http-server.ts'
import type { Metrics } from './metrics.ts'

/** Measures every request and logs it without what it carries. */
export function watchRequests(
  server: HttpServer,
  { metrics, logger }: { metrics: Metrics; logger: Logger },
): void {
  server.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request
    const route = routeOptions.url ?? 'none'
    const status = reply.statusCode
    const seconds = reply.elapsedTime / 1000
    metrics.observeRequest({ method, route, status, seconds })
    const path = request.url.split('?')[0]
    logger.debug({ method, path, status, ms: Math.round(reply.elapsedTime) }, 'request')
  })
}
