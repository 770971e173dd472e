import { mkdir } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createEmbedder } from '../adapters/embedder/index.ts'
import { createDiarizer } from '../adapters/diarizer/index.ts'
import { openDatabase, type DatabaseConfig } from '../adapters/database/index.ts'
import { createJobQueue } from '../adapters/job-queue/index.ts'
import { createMediaTool } from '../adapters/media-tool/index.ts'
import { createObjectStorage } from '../adapters/object-storage/index.ts'
import { createTranscriber } from '../adapters/transcriber/index.ts'
import { createVectorStore } from '../adapters/vector-store/index.ts'
import type { Config } from '../config/config.ts'
import { besidePipeline, ingestPipeline } from '../ingest/pipeline.ts'
import { maintainDatabase } from '../library/maintain-database.ts'
import { migrate } from '../library/migrate.ts'
import { sweepStrayFolders } from '../library/stray-folders.ts'
import { noteVectorStoreOfWriter } from '../library/vector-store-in-use.ts'
import { createModelStore, type ModelStore } from '../models/model-store.ts'
import type { Database } from '../ports/database.ts'
import type { Diarizer } from '../ports/diarizer.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import type { Logger } from '../ports/logger.ts'
import type { MediaTool } from '../ports/media-tool.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import type { Transcriber } from '../ports/transcriber.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { refreshSearchIndexes } from '../search/refresh-search-indexes.ts'
import { agreeOnEmbedder } from './agree-on-embedder.ts'
import { checkAtStart } from './check-at-start.ts'
import { vectorStoreName } from './vector-store-name.ts'

/** The parts of a running Cuepoint. Use cases take the ones they need by name; nobody passes the whole on. */
export interface App extends AsyncDisposable {
  readonly config: Config
  readonly logger: Logger
  readonly database: Database
  readonly queue: JobQueue
  readonly storage: ObjectStorage
  readonly media: MediaTool
  readonly models: ModelStore
  readonly transcriber: Transcriber | null
  readonly diarizer: Diarizer | null
  readonly embedder: Embedder | null
  readonly vectorStore: VectorStore
  /** The videos that come with Cuepoint. */
  readonly samplesFolder: string
}

/** On a server other processes may be in the middle of an upload; nobody uploads for longer than this. */
const strayAfterSeconds = 7 * 24 * 3600

/** Opens everything in order of need; disposing closes it in reverse. */
export async function createApp(config: Config, logger: Logger): Promise<App> {
  await using opened = new AsyncDisposableStack()
  await mkdir(config.dataDirectory, { recursive: true })
  const database = opened.use(await openDatabase(databaseConfig(config), logger))
  await migrate(database)
  await refreshSearchIndexes(database)
  // Whoever owns the embedded database owns the library: nobody else is in the middle of anything.
  const isAlone = database.kind === 'embedded'
  const storage = opened.use(
    await createObjectStorage(config.storage, isAlone ? { leftoversOlderThanSeconds: 0 } : {}),
  )
  await checkAtStart('files', (signal) => storage.check(signal), logger)
  await sweepStrayFolders(isAlone ? 0 : strayAfterSeconds, { database, storage })
  const media = createMediaTool(config.media)
  const models = opened.use(createModelStore(config.models, logger))
  const transcriber = await createTranscriber(config.transcriber, { media, models, logger })
  if (transcriber) {
    opened.use(transcriber)
    await checkAtStart('recogniser', (signal) => transcriber.check(signal), logger)
  }
  const diarizer = createDiarizer(config.speakers, { media, models, logger })
  if (diarizer) opened.use(diarizer)
  const embedder = await createEmbedder(config.embedder, { models })
  if (embedder) opened.use(embedder)
  await agreeOnEmbedder(embedder, { embeds: config.jobs.embedJobs > 0 }, { database, logger })
  const vectorStore = opened.use(await createVectorStore(config.vectorStore, { database, logger }))
  await noteVectorStoreOfWriter(vectorStoreName(config.vectorStore), { database })
  const queue = opened.use(createJobQueue({ database, logger }))
  await queue.start([...ingestPipeline, ...besidePipeline].map(({ name }) => name))
  if (isAlone) opened.use(maintainDatabase({ database, logger }))
  const parts = opened.move()
  return {
    config,
    logger,
    database,
    queue,
    storage,
    media,
    models,
    transcriber,
    diarizer,
    embedder,
    vectorStore,
    samplesFolder: fileURLToPath(new URL('../../samples', import.meta.url)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** The address of a server has a password in it: only here does it stop being a secret. */
function databaseConfig({ database }: Config): DatabaseConfig {
  return database.kind === 'server' ? { ...database, url: database.url.reveal() } : database
}
