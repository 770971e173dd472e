import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import files from '@fastify/static'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { NotFoundError } from '../domain/errors.ts'
import type { HttpServer } from './http-server.ts'
import { prefersHtml } from './prefers-html.ts'

/** Two folders up both as source and as built. */
const builtApp = fileURLToPath(new URL('../../web/dist', import.meta.url))

/** Addresses that belong to the web app alone, and those that give JSON to programs and the page to people. */
const pages = ['/', '/library']
const shared = ['/videos/:id', '/system']
const file = '/*'

const yearInMs = 365 * 24 * 3600 * 1000

interface FileRequest {
  Params: { '*': string }
}

export interface WebApp {
  /** Whether a request is for the page or a file of it, which everybody may see. */
  isFor(request: FastifyRequest): boolean
  /** Declares its routes. */
  serve(server: HttpServer): Promise<void>
}

export function createWebApp(folder = builtApp): WebApp {
  const isBuilt = existsSync(join(folder, 'index.html'))

  const sendPage = (reply: FastifyReply): void => {
    reply.header('cache-control', 'no-cache')
    if (isBuilt) reply.sendFile('index.html', { cacheControl: false })
    else reply.type('text/html; charset=utf-8').send(notBuilt)
  }

  const isFor = ({ method, routeOptions: { url }, headers }: FastifyRequest): boolean => {
    if (method !== 'GET' && method !== 'HEAD') return false
    if (url === undefined || url === file || pages.includes(url)) return true
    return shared.includes(url) && prefersHtml(headers.accept)
  }

  const isShared = ({ routeOptions: { url } }: FastifyRequest): boolean =>
    url !== undefined && shared.includes(url)

  return {
    isFor,
    async serve(server) {
      await server.register(files, { root: folder, serve: false, preCompressed: true })
      server.addHook('onRequest', (request, reply, next) => {
        if (isShared(request) && isFor(request)) sendPage(reply)
        else next()
      })
      server.addHook('onSend', (request, reply, _payload, next) => {
        if (isShared(request)) {
          reply.header('vary', ['Accept', reply.getHeader('vary')].filter(Boolean).join(', '))
        }
        next()
      })
      for (const url of pages) {
        server.get(url, { schema: { hide: true } }, (_request, reply) => sendPage(reply))
      }
      server.get<FileRequest>(file, { schema: { hide: true } }, ({ params }, reply) => {
        const path = params['*']
        // Names of assets change with what is in them.
        const lasting = path.startsWith('assets/') && { maxAge: yearInMs, immutable: true }
        if (isBuilt) reply.sendFile(path, lasting || { maxAge: 0 })
        else reply.callNotFound()
      })
      server.setNotFoundHandler((request, reply) => {
        if (request.method !== 'GET' || !prefersHtml(request.headers.accept)) {
          throw new NotFoundError('address', request.url.split('?')[0] ?? '')
        }
        sendPage(reply.code(404))
      })
    },
  }
}

const notBuilt = `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <title>Cuepoint</title>
  <body>
    <h1>Cuepoint is running</h1>
    <p>The web app is not built yet. Build it with <code>npm run build --workspace web</code> and start again.</p>
    <p>The API is described at <a href="/docs">/docs</a>.</p>
  </body>
</html>
`
