import { createApp } from '../app/create-app.ts'
import { keepVectors } from '../app/keep-vectors.ts'
import { createLogger } from '../app/logger.ts'
import { warmEmbedder } from '../app/warm-embedder.ts'
import type { Config } from '../config/config.ts'
import { ConflictError } from '../domain/errors.ts'
import { createServer } from '../http/server.ts'
import { libraryStats } from '../library/library-stats.ts'
import { startWorker } from '../worker/start-worker.ts'
import type { Context } from './context.ts'
import { untilInterrupted } from './interruption.ts'
import { listen } from './listen.ts'
import { note, print, printJson } from './output.ts'
import { findServer } from './remote-library.ts'
import { renderWelcome } from './render/welcome.ts'
import { writeServerFile } from './server-file.ts'

/** Serves the library until the process is asked to end. Rejects with `conflict` when a server runs on it already. */
export async function serve(config: Config, { signal, json }: Context): Promise<void> {
  if (config.database.kind === 'embedded') await refuseSecondServer(config.dataDirectory)
  await using app = await createApp(config, createLogger(config.log))
  await using background = new AsyncDisposableStack()
  background.use(await keepVectors(app))
  await using server = await createServer(app)
  const address = await listen(server, config)
  if (config.worker) await startWorker(app)
  void warmEmbedder(app)
  await using opened = new AsyncDisposableStack()
  opened.use(await writeServerFile(config.dataDirectory, address))
  if (json()) printJson({ address, pid: process.pid })
  else print(renderWelcome(address, config, await libraryStats(app)))
  await untilInterrupted(AbortSignal.any([signal, app.database.lost]))
  app.database.lost.throwIfAborted()
  note('Stopping; what is not finished goes on at the next start.')
}

async function refuseSecondServer(dataDirectory: string): Promise<void> {
  const address = await findServer(dataDirectory)
  if (address === null) return
  throw new ConflictError(`A server runs on ${dataDirectory} already, at ${address}`, {
    remedy: 'Use that one, or choose another folder with --data-dir.',
  })
}
