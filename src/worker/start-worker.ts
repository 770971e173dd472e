import { backfill } from '../ingest/backfill.ts'
import { besidePipeline, ingestPipeline } from '../ingest/pipeline.ts'
import { runStage, type RunnerDeps } from '../ingest/run-stage.ts'
import type { Stage } from '../ingest/stage.ts'
import type { StageName } from '../domain/stage.ts'
import type { App } from '../app/create-app.ts'

/** Recognition fills the machine by itself; the rest is light or waits for programs. */
const concurrency: Readonly<Record<StageName, number>> = {
  probe: 2,
  transcribe: 1,
  chunk: 1,
  embed: 1,
  pictures: 1,
  rendition: 1,
}

/** What working takes of an app. */
type WorkerParts = Pick<
  App,
  'database' | 'queue' | 'logger' | 'storage' | 'media' | 'transcriber' | 'embedder' | 'vectorStore'
> & { readonly config: Pick<App['config'], 'chunkSeconds'> }

/** Works on the queue of this library until it is disposed; the queue is drained by the app that owns it. */
export async function startWorker(app: WorkerParts): Promise<void> {
  const deps = stageDeps(app)
  await backfill(app.embedder?.space.modelId ?? null, app)
  for (const [index, stage] of ingestPipeline.entries()) {
    const after = ingestPipeline[index + 1]
    const next = [
      ...(after ? [after.name] : []),
      ...(index === 0 ? besidePipeline.map(({ name }) => name) : []),
    ]
    await workOn(stage, next, deps)
  }
  for (const stage of besidePipeline) await workOn(stage, [], deps)
}

type StageDeps = ReturnType<typeof stageDeps>

function workOn(
  stage: Stage<StageDeps>,
  next: readonly StageName[],
  deps: StageDeps,
): Promise<void> {
  return deps.queue.work(stage.name, { concurrency: concurrency[stage.name] }, (job, signal) =>
    runStage(stage, next, job, deps, signal),
  )
}

/** Everything any stage names. */
function stageDeps(app: WorkerParts) {
  const { database, queue, logger, storage, media, transcriber, embedder, vectorStore } = app
  const runner: RunnerDeps = { database, queue, storage, logger }
  return {
    ...runner,
    media,
    transcriber,
    embedder,
    vectorStore,
    chunkSeconds: app.config.chunkSeconds,
  }
}
