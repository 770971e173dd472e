import { randomUUID } from 'node:crypto'
import { CuepointError, type Retryable } from '../domain/errors.ts'
import type { StageName } from '../domain/stage.ts'
import type { Cause } from '../domain/video.ts'
import { videoFolder } from '../library/stray-folders.ts'
import { selectVideos } from '../library/video-record.ts'
import type { Database } from '../ports/database.ts'
import type { Job, JobQueue } from '../ports/job-queue.ts'
import type { Logger } from '../ports/logger.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { markOutcome, markProgress, markRunning, requireToken } from './stage-records.ts'
import type { Stage, StageContext } from './stage.ts'

/** What the runner itself needs. */
export interface RunnerDeps {
  readonly database: Database
  readonly queue: JobQueue
  readonly storage: ObjectStorage
  readonly logger: Logger
}

/** How often a stage is tried when its failures look passing. */
const maximumTries = 4

/** A stage whose process died so often is what kills it. */
const maximumDeaths = 8

/** How long to wait before looking again for something that is missing (a model, disk room). */
const waitSeconds = 15

/**
 * Runs one stage of one video and writes down how it ended: what it made, that it is done and the jobs of `next` become
 * visible in one transaction, so that a crash leaves either all of it or nothing. Rejects only to have the queue try again.
 */
export async function runStage<Deps extends RunnerDeps>(
  stage: Stage<Deps>,
  next: readonly StageName[],
  job: Job,
  deps: Deps,
  signal: AbortSignal,
): Promise<void> {
  const { database, queue, logger } = deps
  const [video] = await selectVideos(database, 'where v.id = $1', [job.videoId])
  if (!video) return
  const token = randomUUID()
  const fields = { videoId: video.id, stage: stage.name }
  const started = await database.transaction(async (tx) => {
    const how = await startRun(tx, video.id, stage.name, token)
    if (how === 'never-asked') for (const name of next) await queue.send(name, video.id, { tx })
    return how
  })
  if (started !== 'started') return
  try {
    if (job.failures >= maximumDeaths) throw endsTheProgram(job.failures)
    const context = stageContext(video.id, stage.name, token, { database, logger, signal })
    const save = await stage.execute(video, deps, context)
    await context.commit(async (tx) => {
      await save(tx)
      await markOutcome(tx, video.id, stage.name, { state: 'done' })
      for (const name of next) await queue.send(name, video.id, { tx })
    })
    logger.info(fields, 'stage finished')
  } catch (error) {
    if (!signal.aborted) {
      await settleFailure(error, { ...fields, token, tries: job.failures + 1 }, deps)
      return
    }
    await removeLateFiles(video.id, deps)
    throw error
  }
}

/**
 * `over`: the stage is not asked for any more, since its job was sent twice or the video is gone. `never-asked`: the video was taken in by a
 * Cuepoint that had no such stage, and what comes after it must not wait for it.
 */
async function startRun(
  tx: Parameters<typeof markRunning>[0],
  videoId: string,
  stage: StageName,
  token: string,
): Promise<'started' | 'over' | 'never-asked'> {
  const [found] = await tx.query<{ isOpen: boolean }>(
    `select state not in ('done', 'failed') as "isOpen" from stages where video_id = $1 and stage = $2 for update`,
    [videoId, stage],
  )
  if (!found) return (await holdVideo(tx, videoId)) ? 'never-asked' : 'over'
  if (!found.isOpen) return 'over'
  await markRunning(tx, videoId, stage, token)
  return 'started'
}

/** Whoever deletes it meanwhile waits, and finds the jobs that are sent. */
async function holdVideo(tx: Parameters<typeof markRunning>[0], videoId: string): Promise<boolean> {
  const rows = await tx.query('select 1 from videos where id = $1 for key share', [videoId])
  return rows.length > 0
}

function stageContext(
  videoId: string,
  stage: StageName,
  token: string,
  { database, logger, signal }: { database: Database; logger: Logger; signal: AbortSignal },
): StageContext {
  return {
    signal,
    logger,
    // A figure to look at: no run fails because it could not be written.
    report: (progress) =>
      markProgress(database, videoId, stage, token, progress).catch((error: unknown) =>
        logger.warn({ videoId, stage, error }, 'progress could not be written'),
      ),
    commit: (work) =>
      database.transaction(async (tx) => {
        await requireToken(tx, videoId, stage, token)
        await work(tx)
      }),
  }
}

interface FailedRun {
  readonly videoId: string
  readonly stage: StageName
  readonly token: string
  readonly tries: number
}

/** A fault that passes is thrown on for the queue's back-off; what is missing is waited for; anything else ends the stage. */
async function settleFailure(
  error: unknown,
  { videoId, stage, token, tries }: FailedRun,
  deps: RunnerDeps,
): Promise<void> {
  const { database, queue, logger } = deps
  const cause = describe(error)
  const next = nextStep(error, tries)
  logger.warn({ videoId, stage, tries, next, error }, 'stage did not finish')
  const kept = await database.transaction(async (tx) => {
    const held = await tx.query(
      'select 1 from stages where video_id = $1 and stage = $2 and run_token = $3 for update',
      [videoId, stage, token],
    )
    if (held.length === 0) return false
    await markOutcome(tx, videoId, stage, { state: next, cause })
    if (next === 'waiting') await queue.send(stage, videoId, { tx, delaySeconds: waitSeconds })
    return true
  })
  if (!kept) await removeLateFiles(videoId, deps)
  if (kept && next === 'queued') throw error
}

/** Files that a run has written after its video was deleted, and its folder with it. */
async function removeLateFiles(videoId: string, { database, storage }: RunnerDeps): Promise<void> {
  const found = await database.query('select 1 from videos where id = $1', [videoId])
  if (found.length === 0) await storage.deleteFolder(videoFolder(videoId))
}

function endsTheProgram(times: number): CuepointError {
  return new CuepointError(
    'ends-the-program',
    `Processing this video has ended the program ${times} times.`,
    { remedy: 'The log may say why (memory, a broken file). It can be tried again.' },
  )
}

function nextStep(error: unknown, tries: number): 'waiting' | 'queued' | 'failed' {
  const retryable: Retryable = error instanceof CuepointError ? error.retryable : 'soon'
  switch (retryable) {
    case 'when-available':
      return 'waiting'
    case 'soon':
      return tries < maximumTries ? 'queued' : 'failed'
    case 'never':
      return 'failed'
  }
}

function describe(error: unknown): Cause {
  if (error instanceof CuepointError) {
    return {
      code: error.code,
      message: error.message,
      ...(error.remedy !== undefined && { remedy: error.remedy }),
    }
  }
  return {
    code: 'internal',
    message: `Something unexpected happened: ${error instanceof Error ? error.message : String(error)}`,
    remedy: 'Try again; if it stays, the log has the details.',
  }
}
