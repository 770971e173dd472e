import type { Queryable } from '../ports/database.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'

/** Where the files of all videos lie in the storage. */
export const videosFolder = 'videos'

/** Where everything of a video lies in the storage. */
export function videoFolder(videoId: string): string {
  return `${videosFolder}/${videoId}`
}

/** Notes that a folder belongs to no video, before it is filled or when its video goes. A crash leaves the note. */
export async function noteStrayFolder(tx: Queryable, folder: string): Promise<void> {
  await tx.query('insert into stray_folders (folder) values ($1) on conflict do nothing', [folder])
}

/** The folder belongs to a video now (same transaction as the video's row). */
export async function claimFolder(tx: Queryable, folder: string): Promise<void> {
  await tx.query('delete from stray_folders where folder = $1', [folder])
}

/** Removes a stray folder with its files. */
export async function removeStrayFolder(
  folder: string,
  { database, storage }: { database: Queryable; storage: ObjectStorage },
): Promise<void> {
  await storage.deleteFolder(folder)
  await claimFolder(database, folder)
}

/**
 * Removes what dead processes left: half uploads, files of deleted videos. `olderThanSeconds` is 0 where no other
 * process can be at work, and longer than any upload where one can.
 */
export async function sweepStrayFolders(
  olderThanSeconds: number,
  deps: { database: Queryable; storage: ObjectStorage },
): Promise<void> {
  const stray = await deps.database.query<{ folder: string }>(
    // An upload that was cut off while it became a video goes on where it was.
    `select folder from stray_folders where since <= now() - make_interval(secs => $1)
        and folder not in (select 'videos/' || video_id from uploads where outcome_video_id is null)`,
    [olderThanSeconds],
  )
  for (const { folder } of stray) await removeStrayFolder(folder, deps)
}
