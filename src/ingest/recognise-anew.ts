import { readVideo } from '../library/read-video.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { restartStages } from './start-stages.ts'
import { storedFile } from './stored-file.ts'

/** Recognises the speech of a video although it has captions or a transcript already (another model, for example). */
export async function recogniseAnew(
  id: string,
  { database, queue }: { database: Database; queue: JobQueue },
): Promise<VideoRecord> {
  storedFile(await readVideo(id, { database }))
  await database.transaction(async (tx) => {
    await restartStages(tx, id, ['transcribe', 'speakers', 'chunk', 'embed'], { queue })
    await tx.query('update videos set prefers_speech = true where id = $1', [id])
    await tx.query('delete from transcripts where video_id = $1', [id])
  })
  return readVideo(id, { database })
}
