import cookie from '@fastify/cookie'
import type { FastifyRequest } from 'fastify'
import type { App } from '../../app/create-app.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { HttpServer } from '../http-server.ts'
import { securityHeaders } from './headers.ts'
import { createHostCheck } from './hosts.ts'
import { createMediaOrigin } from './media-origin.ts'
import { createOriginCheck } from './origins.ts'
import { isAuthorized, unauthorized } from './session.ts'

/** Looks at every request before anything else does: is it for this server, from a page of it or from no page, with the token? */
export async function guard(
  server: HttpServer,
  { config, storage }: Pick<App, 'config' | 'storage'>,
  isPage: (request: FastifyRequest) => boolean,
): Promise<void> {
  const isOwnHost = createHostCheck(config)
  const isOwnOrigin = createOriginCheck(config.publicUrl)
  const mediaOrigin = createMediaOrigin(storage)
  await server.register(cookie)

  server.addHook('onRequest', async (request, reply) => {
    reply.headers(securityHeaders(await mediaOrigin()))
    if (!isOwnHost(request.headers.host)) throw foreignHost(request.headers.host)
    if (isPage(request)) return
    if (!isOwnOrigin(request.headers)) throw foreignOrigin()
    const isOpen = openRoutes.has(`${request.method} ${request.routeOptions.url ?? ''}`)
    if (config.apiToken && !isOpen && !isAuthorized(request, config.apiToken)) {
      reply.header('www-authenticate', 'Bearer realm="cuepoint"')
      throw unauthorized('This server asks for its token.')
    }
  })
}

/** What answers without the token: whether the process runs, and where the token is exchanged for a cookie. */
const openRoutes = new Set([
  'GET /health',
  'HEAD /health',
  'GET /ready',
  'HEAD /ready',
  'POST /session',
  'DELETE /session',
])

function foreignHost(host: string | undefined): CuepointError {
  return new CuepointError('forbidden-host', `This server is not known as “${host ?? ''}”.`, {
    remedy: 'If people reach it under that name, set CUEPOINT_PUBLIC_URL to it.',
  })
}

function foreignOrigin(): CuepointError {
  return new CuepointError('forbidden-origin', 'Pages of other sites may not use this server.', {
    remedy: 'If this is its own page under another name, set CUEPOINT_PUBLIC_URL to that.',
  })
}
