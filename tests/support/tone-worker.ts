import { createApp } from '../../src/app/create-app.ts'
import { createLogger } from '../../src/app/logger.ts'
import { listenForInterruption, untilInterrupted } from '../../src/cli/interruption.ts'
import { loadConfig } from '../../src/config/config.ts'
import { startWorker } from '../../src/worker/start-worker.ts'
import { createToneTranscriber } from './tone-transcriber.ts'

/** `cuepoint worker` with the model that hears tones, whose folder is the argument. */
const [, , folder = ''] = process.argv

using interruption = listenForInterruption()
const config = loadConfig({ env: process.env, flags: {}, cwd: process.cwd() })
await using app = await createApp(config, createLogger(config.log))
await using transcriber = createToneTranscriber({ media: app.media, folder })
await startWorker({ ...app, transcriber })
process.stdout.write('Working on the queue.\n')
await untilInterrupted(interruption.signal)
