import { existsSync } from 'node:fs'
import { cp, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { createApp, type App } from '../../src/app/create-app.ts'
import { loadConfig } from '../../src/config/config.ts'
import type { Segment } from '../../src/domain/transcript.ts'
import { addUpload } from '../../src/ingest/add-upload.ts'
import { noteEmbeddingModel } from '../../src/library/embedding-model.ts'
import { readVideo } from '../../src/library/read-video.ts'
import type { VideoRecord } from '../../src/library/video-record.ts'
import type { Logger } from '../../src/ports/logger.ts'
import { startWorker } from '../../src/worker/start-worker.ts'
import { pgliteTemplate } from './pglite-template.ts'
import { silentLogger } from './silent-logger.ts'
import { createToyDiarizer } from './toy-diarizer.ts'
import { createToyMedia, toyFile } from './toy-media.ts'
import { createToyEmbedder, createToyTranscriber } from './toy-models.ts'
import { ToyStages } from './toy-stages.ts'
import { until } from './until.ts'

export interface ToyLibraryOptions {
  /** Of the library; it is made when there is none. */
  readonly directory: string
  /** A server, in place of the embedded database. */
  readonly databaseUrl?: string
  readonly stages?: ToyStages
  readonly embeddingModel?: string
  readonly worker?: boolean
  /** Somebody tells speakers apart. */
  readonly speakers?: boolean
  readonly logger?: Logger
  /** Settings besides those that keep it small and alone. */
  readonly env?: Readonly<Record<string, string>>
}

/** A whole library whose media, ears and vectors are toys: everything between them is real. */
export interface ToyLibrary extends AsyncDisposable {
  readonly app: App
  readonly stages: ToyStages
  add(
    segments: readonly Segment[],
    details?: { title?: string; captions?: string },
  ): Promise<string>
  read(id: string): Promise<VideoRecord>
  /** Asks until the video is in that state. */
  untilState(id: string, state: VideoRecord['status']['state']): Promise<VideoRecord>
  /** Asks until nothing waits or runs in any queue. */
  untilIdle(): Promise<void>
  /** The folders of videos in the storage. */
  folders(): Promise<string[]>
}

export async function openToyLibrary({
  directory,
  databaseUrl,
  stages = new ToyStages(),
  embeddingModel,
  worker = true,
  speakers = false,
  logger = silentLogger,
  env = {},
}: ToyLibraryOptions): Promise<ToyLibrary> {
  await using opened = new AsyncDisposableStack()
  if (databaseUrl === undefined && !existsSync(join(directory, 'database'))) {
    await cp(await pgliteTemplate(), join(directory, 'database'), { recursive: true })
  }
  const config = loadConfig({
    env: {
      HOME: directory,
      CUEPOINT_DATA_DIR: directory,
      CUEPOINT_TRANSCRIBER: 'none',
      CUEPOINT_EMBEDDER: 'none',
      CUEPOINT_CHUNK_SECONDS: '10',
      ...(databaseUrl !== undefined && { DATABASE_URL: databaseUrl }),
      ...env,
    },
    flags: {},
    cwd: directory,
  })
  const configured = opened.use(await createApp(config, logger))
  const embedder = createToyEmbedder(stages, embeddingModel)
  const app: App = {
    ...configured,
    media: createToyMedia(stages),
    transcriber: createToyTranscriber(stages),
    diarizer: speakers ? createToyDiarizer(stages) : null,
    embedder,
  }
  await noteEmbeddingModel(embedder.space.modelId, app)
  if (worker) await startWorker(app)
  const parts = opened.move()
  const read = (id: string) => readVideo(id, app)
  return {
    app,
    stages,
    read,
    async add(segments, { title, captions } = {}) {
      const upload = {
        source: { kind: 'stream' as const, content: Readable.from([toyFile(segments)]) },
        fileName: 'clip.toy',
        title,
        captions:
          captions === undefined
            ? undefined
            : { bytes: Buffer.from(captions), fileName: 'clip.vtt' },
      }
      return (await addUpload(upload, app)).video.id
    },
    async untilState(id, state) {
      let video = await read(id)
      await until(async () => {
        video = await read(id)
        return video.status.state === state
      })
      return video
    },
    untilIdle: () =>
      until(async () =>
        [...(await app.queue.counts()).values()].every(
          ({ waiting, running }) => waiting + running === 0,
        ),
      ),
    folders: () => readdir(join(directory, 'files/videos')).catch(() => []),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
