import { sideStages, type StageName } from '../domain/stage.ts'
import type { Queryable } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { queueStages } from './stage-records.ts'

/** Asks for stages of a video and sends the job of the first one, all in `tx`. The others follow from stage to stage. */
export async function startStages(
  tx: Queryable,
  videoId: string,
  stages: readonly [StageName, ...StageName[]],
  { queue }: { queue: JobQueue },
): Promise<void> {
  await queueStages(tx, videoId, stages)
  await queue.send(stages[0], videoId, { tx })
}

/** The same in place of everything that runs or waits for the video. Pictures and rendition go on if they were not done. */
export async function restartStages(
  tx: Queryable,
  videoId: string,
  stages: readonly [StageName, ...StageName[]],
  { queue }: { queue: JobQueue },
): Promise<void> {
  await queue.cancel(videoId, tx)
  await startStages(tx, videoId, stages, { queue })
  const interrupted = await tx.query<{ stage: StageName }>(
    `select s.stage from stages s join stages p on p.video_id = s.video_id and p.stage = 'probe' and p.state = 'done'
      where s.video_id = $1 and s.stage = any($2) and s.state not in ('done', 'failed')`,
    [videoId, sideStages],
  )
  for (const { stage } of interrupted) await queue.send(stage, videoId, { tx })
}
