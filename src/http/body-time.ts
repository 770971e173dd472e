import type { HttpServer } from './http-server.ts'

/** Node's own limit for a whole request, which uploads of any length cannot have. */
const bodyTimeMs = 5 * 60 * 1000

const uploads = new Set(['/videos/upload', '/uploads', '/uploads/:upload'])

/** Cuts off clients that send a body byte by byte to hold a connection; uploads may take as long as bytes arrive. */
export function limitBodyTime(server: HttpServer): void {
  server.addHook('onRequest', ({ raw, headers, routeOptions }, _reply, done) => {
    done()
    const hasBody = 'content-length' in headers || 'transfer-encoding' in headers
    if (!hasBody || uploads.has(routeOptions.url ?? '')) return
    const timer = setTimeout(() => {
      if (!raw.complete) raw.destroy()
    }, bodyTimeMs)
    raw.once('close', () => clearTimeout(timer))
  })
}
