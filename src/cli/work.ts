import { createApp } from '../app/create-app.ts'
import { createLogger } from '../app/logger.ts'
import type { Config } from '../config/config.ts'
import { requireWork, startWorker } from '../worker/start-worker.ts'
import type { Context } from './context.ts'
import { untilInterrupted } from './interruption.ts'
import { note } from './output.ts'

/** Works on the queue until the process is asked to end. Rejects with `config` when it leaves all work to others. */
export async function work(config: Config, { signal }: Context): Promise<void> {
  requireWork(config.jobs)
  await using app = await createApp(config, createLogger(config.log))
  await startWorker(app)
  note('Working on the queue. Ctrl-C stops it.')
  await untilInterrupted(AbortSignal.any([signal, app.database.lost]))
  app.database.lost.throwIfAborted()
  note('Stopping; what is not finished is given back.')
}
