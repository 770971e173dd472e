import type { StageName } from '../domain/stage.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { startStages } from './start-stages.ts'

/**
 * Sends the jobs that ought to be there: the first unfinished stage of every video in work (a job can be lost when a
 * database comes back from a backup), and the vectors of videos that lack them for the model in use.
 */
export async function backfill(
  modelId: string | null,
  { database, queue }: { database: Database; queue: JobQueue },
): Promise<void> {
  for (const { id, stage } of await unfinished(database)) await queue.send(stage, id)
  if (modelId === null) return
  const stale = await database.query<{ id: string }>(
    `select v.id from videos v join stages s on s.video_id = v.id and s.stage = 'embed' and s.state = 'done'
      where v.embedded_model is distinct from $1`,
    [modelId],
  )
  for (const { id } of stale) {
    await database.transaction((tx) => startStages(tx, id, ['embed'], { queue }))
  }
}

/** Side stages stand for themselves; of the main ones only the first that is not done. */
async function unfinished(database: Database): Promise<{ id: string; stage: StageName }[]> {
  return database.query<{ id: string; stage: StageName }>(
    `select distinct on (s.video_id, case when s.stage in ('pictures', 'rendition') then s.stage else 'main' end)
            s.video_id as id, s.stage
       from stages s
      where s.state in ('queued', 'running', 'waiting')
        and (s.stage not in ('pictures', 'rendition')
             or exists (select 1 from stages p where p.video_id = s.video_id and p.stage = 'probe' and p.state = 'done'))
      order by s.video_id, case when s.stage in ('pictures', 'rendition') then s.stage else 'main' end,
               array_position(array['probe', 'transcribe', 'speakers', 'chunk', 'embed'], s.stage)`,
  )
}
