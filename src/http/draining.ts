import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpServer } from './http-server.ts'

/** How long requests may take to end by themselves once the server is told to stop. */
const drainMs = 5000

/** How long what was cut off then may take to clean up. */
const settleMs = 3000

/**
 * A server that closes accepts nothing new and lets running requests end, for `drainMs` at most; then their connections
 * are cut, and their handlers clean up before the parts behind them are closed. Event streams end at once.
 */
export function drainOnClose(server: HttpServer, endStreams: () => void): void {
  const running = new Set<Promise<unknown>>()
  let timers: NodeJS.Timeout[] = []

  server.addHook('onRoute', (route) => {
    const handle = route.handler
    route.handler = function (request, reply) {
      const answering: unknown = handle.call(this, request, reply)
      if (!(answering instanceof Promise)) return answering
      running.add(answering)
      void answering.catch(() => undefined).then(() => running.delete(answering))
      return answering
    }
  })
  server.addHook('preClose', (done) => {
    endStreams()
    timers = [
      // A connection that is kept alive is idle only once its last answer is out.
      setInterval(() => server.server.closeIdleConnections(), 100),
      setTimeout(() => server.server.closeAllConnections(), drainMs),
    ]
    done()
  })
  server.addHook('onClose', async () => {
    for (const timer of timers) clearTimeout(timer)
    await Promise.race([Promise.allSettled(running), sleep(settleMs, undefined, { ref: false })])
  })
}
