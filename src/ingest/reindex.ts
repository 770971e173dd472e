import type { StageName } from '../domain/stage.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { startStages } from './start-stages.ts'

/** `chunks`: cut the transcripts anew, then embed. `embeddings`: only give chunks the vectors that they lack. */
export type ReindexScope = 'chunks' | 'embeddings'

/** Starts the indexing of videos that have a transcript; all of them when none is named. Resolves to their number. */
export async function reindex(
  { scope, videoIds = null }: { scope: ReindexScope; videoIds?: readonly string[] | null },
  { database, queue }: { database: Database; queue: JobQueue },
): Promise<number> {
  const stages: readonly [StageName, ...StageName[]] =
    scope === 'chunks' ? ['chunk', 'embed'] : ['embed']
  const videos = await database.query<{ id: string }>(
    `select v.id from videos v
      where exists (select 1 from transcripts t where t.video_id = v.id and t.complete)
        and ($1::uuid[] is null or v.id = any($1))`,
    [videoIds],
  )
  for (const { id } of videos) {
    await database.transaction((tx) => startStages(tx, id, stages, { queue }))
  }
  return videos.length
}
