import type { StageName } from '../domain/stage.ts'
import { deriveState, type StageRecord } from '../domain/video-status.ts'
import type { Cause } from '../domain/video.ts'
import { ConflictError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'

/** Asks for stages, anew where they were done or failed before. */
export async function queueStages(
  tx: Queryable,
  videoId: string,
  stages: readonly StageName[],
): Promise<void> {
  await tx.query(
    `insert into stages (video_id, stage, state) select $1, s, 'queued' from unnest($2::text[]) as s
     on conflict (video_id, stage) do update
       set state = 'queued', progress = 0, progress_at_start = 0, cause = null, run_token = null,
           started_at = null, finished_at = null`,
    [videoId, stages],
  )
  await refreshState(tx, videoId)
}

/** A run takes the stage: from now on only the holder of `token` may write for it. */
export async function markRunning(
  tx: Queryable,
  videoId: string,
  stage: StageName,
  token: string,
): Promise<void> {
  await tx.query(
    `update stages set state = 'running', run_token = $3, cause = null, started_at = now(), finished_at = null,
            progress_at_start = progress
      where video_id = $1 and stage = $2`,
    [videoId, stage, token],
  )
  await refreshState(tx, videoId)
}

/** Rejects with `conflict` when another run has taken the stage, or the video is gone. Holds the row until the transaction ends. */
export async function requireToken(
  tx: Queryable,
  videoId: string,
  stage: StageName,
  token: string,
): Promise<void> {
  const held = await tx.query(
    'select 1 from stages where video_id = $1 and stage = $2 and run_token = $3 for update',
    [videoId, stage, token],
  )
  if (held.length === 0)
    throw new ConflictError(`Another run has taken the stage ${stage} of video ${videoId}.`)
}

export async function markProgress(
  tx: Queryable,
  videoId: string,
  stage: StageName,
  token: string,
  progress: number,
): Promise<void> {
  await tx.query(
    'update stages set progress = $4 where video_id = $1 and stage = $2 and run_token = $3',
    [videoId, stage, token, progress],
  )
  await touch(tx, videoId)
}

export type StageOutcome =
  | { readonly state: 'done' }
  | { readonly state: 'failed' | 'waiting' | 'queued'; readonly cause: Cause }

/** How a run of a stage ended. */
export async function markOutcome(
  tx: Queryable,
  videoId: string,
  stage: StageName,
  outcome: StageOutcome,
): Promise<void> {
  await tx.query(
    `update stages set state = $3, cause = $4::jsonb, run_token = null, finished_at = now(),
            progress = case when $3 = 'done' then 1 else progress end
      where video_id = $1 and stage = $2`,
    [
      videoId,
      stage,
      outcome.state,
      outcome.state === 'done' ? null : JSON.stringify(outcome.cause),
    ],
  )
  await refreshState(tx, videoId)
}

/** `videos.status` repeats what the stages say, so that lists can filter by it. */
async function refreshState(tx: Queryable, videoId: string): Promise<void> {
  const stages = await tx.query<StageRecord>(
    `select stage, state, progress, progress_at_start as "progressAtStart", cause, started_at as "startedAt"
       from stages where video_id = $1`,
    [videoId],
  )
  await tx.query('update videos set status = $2, changed_at = clock_timestamp() where id = $1', [
    videoId,
    deriveState(stages),
  ])
}

async function touch(tx: Queryable, videoId: string): Promise<void> {
  await tx.query('update videos set changed_at = clock_timestamp() where id = $1', [videoId])
}
