import { createApp } from '../app/create-app.ts'
import { keepVectors } from '../app/keep-vectors.ts'
import { createLogger } from '../app/logger.ts'
import type { Config } from '../config/config.ts'
import { createServer } from '../http/server.ts'
import { startWorker } from '../worker/start-worker.ts'
import { createHttpLibrary } from './http-library.ts'
import { inject } from './inject.ts'
import type { Library } from './library.ts'

/**
 * Opens the library in this process and asks it through the same API, without a socket: one set of commands, one set of
 * answers. The worker runs as long as the library is open; what it does not finish goes on at the next start.
 */
export async function openLocalLibrary(config: Config): Promise<Library> {
  await using opened = new AsyncDisposableStack()
  const app = opened.use(await createApp(config, createLogger(quieter(config.log))))
  opened.use(await keepVectors(app, { canDoWithout: true }))
  const server = opened.adopt(await createServer(app), (it) => it.close())
  await server.ready()
  await startWorker(app)
  const parts = opened.move()
  return createHttpLibrary(
    (path, init) => inject(server, config, path, init),
    // With a public address some other server may show it; this process shows nothing.
    { worker: 'here', link: (path) => (/^https?:/.test(path) ? path : null) },
    () => parts.disposeAsync(),
  )
}

/** A command tells by itself how the videos stand, failures too; only what nobody foresaw belongs beside it. */
function quieter(log: Config['log']): Config['log'] {
  return log.level === 'info' ? { ...log, level: 'error' } : log
}
