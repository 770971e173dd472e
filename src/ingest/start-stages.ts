import type { StageName } from '../domain/stage.ts'
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
