import { ConfigError } from '../config/config-error.ts'
import type { WorkerConfig } from '../config/parts/worker-config.ts'
import { settings } from '../config/settings.ts'
import { backfill } from '../ingest/backfill.ts'
import { besidePipeline, ingestPipeline } from '../ingest/pipeline.ts'
import { runStage, type RunnerDeps } from '../ingest/run-stage.ts'
import type { Stage } from '../ingest/stage.ts'
import type { StageName } from '../domain/stage.ts'
import type { App } from '../app/create-app.ts'
import type { Diarizer } from '../ports/diarizer.ts'
import { stagePlaces } from './stage-places.ts'

/** What working takes of an app. */
type WorkerParts = Pick<
  App,
  'database' | 'queue' | 'logger' | 'storage' | 'media' | 'transcriber' | 'embedder' | 'vectorStore'
> & {
  readonly diarizer?: Diarizer | null
  readonly config: Pick<App['config'], 'chunkSeconds' | 'jobs'>
}

/** Works on the queue of this library until it is disposed; the queue is drained by the app that owns it. */
export async function startWorker(app: WorkerParts): Promise<void> {
  const deps = stageDeps(app)
  const places = stagePlaces(app.config.jobs)
  // Which vectors are missing is known to those who make them.
  const modelId = places.embed > 0 ? (app.embedder?.space.modelId ?? null) : null
  await backfill(modelId, app)
  const work = (stage: Stage<StageDeps>, next: readonly StageName[]) =>
    deps.queue.work(stage.name, { concurrency: places[stage.name] }, (job, signal) =>
      runStage(stage, next, job, deps, signal),
    )
  for (const [index, stage] of ingestPipeline.entries()) {
    const after = ingestPipeline[index + 1]
    await work(stage, [
      ...(after ? [after.name] : []),
      ...(index === 0 ? besidePipeline.map(({ name }) => name) : []),
    ])
  }
  for (const stage of besidePipeline) await work(stage, [])
}

type StageDeps = ReturnType<typeof stageDeps>

/** Everything any stage names. */
function stageDeps(app: WorkerParts) {
  const { database, queue, logger, storage, media, transcriber, embedder, vectorStore } = app
  const runner: RunnerDeps = { database, queue, storage, logger }
  return {
    ...runner,
    media,
    transcriber,
    diarizer: app.diarizer ?? null,
    embedder,
    vectorStore,
    chunkSeconds: app.config.chunkSeconds,
  }
}

/** Throws a `ConfigError` when a process whose only task is to work would leave all of it to others. */
export function requireWork(jobs: WorkerConfig): void {
  if (Object.values(stagePlaces(jobs)).some((places) => places > 0)) return
  const variables = [settings.transcribeJobs, settings.mediaJobs, settings.embedJobs].map(
    ({ variable }) => variable,
  )
  throw new ConfigError([
    {
      setting: variables.join(', '),
      expected: 'one at least that is not 0, since a worker has nothing else to do',
      found: '0 for all of them',
    },
  ])
}
