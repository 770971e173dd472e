import { mainStages, sideStages, type StageName } from '../domain/stage.ts'
import { readVideo } from '../library/read-video.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { startStages } from './start-stages.ts'

/** Runs again what failed, and the stages that wait for it. What is done stays done; speech that is recognised stays too. */
export async function retryVideo(
  id: string,
  { database, queue }: { database: Database; queue: JobQueue },
): Promise<VideoRecord> {
  await readVideo(id, { database })
  await database.transaction(async (tx) => {
    const stages = await tx.query<{ stage: StageName; state: string }>(
      'select stage, state from stages where video_id = $1 for update',
      [id],
    )
    const failed = (name: StageName): boolean =>
      stages.some(({ stage, state }) => stage === name && state === 'failed')
    const first = mainStages.find(failed)
    if (first) {
      const asked = mainStages.filter((name) => stages.some(({ stage }) => stage === name))
      await startStages(tx, id, [first, ...asked.slice(asked.indexOf(first) + 1)], { queue })
    }
    for (const name of sideStages.filter(failed)) await startStages(tx, id, [name], { queue })
  })
  return readVideo(id, { database })
}
