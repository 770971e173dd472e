import { NotFoundError } from '../domain/errors.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { noteStrayFolder, videoFolder } from './stray-folders.ts'

/**
 * Removes a video with all that belongs to it: jobs, transcript, chunks, vectors (all in one transaction), then its
 * files. A crash in between leaves files that the next start sweeps. Rejects with `not-found`.
 */
export async function deleteVideo(
  id: string,
  { database, storage, queue }: { database: Database; storage: ObjectStorage; queue: JobQueue },
): Promise<void> {
  const folder = videoFolder(id)
  await database.transaction(async (tx) => {
    // In the order in which a running stage locks, its own row first: else each could wait for the other.
    await tx.query('select 1 from stages where video_id = $1 for update', [id])
    const deleted = await tx.query('delete from videos where id = $1 returning id', [id])
    if (deleted.length === 0) throw new NotFoundError('video', id)
    await noteStrayFolder(tx, folder)
    await queue.cancel(id, tx)
  })
  // The note stays until the next sweep: what still works on the video may write a file yet.
  await storage.deleteFolder(folder)
}
