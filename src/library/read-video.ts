import { NotFoundError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'
import { selectVideos, type VideoRecord } from './video-record.ts'

/** Rejects with `not-found`. */
export async function readVideo(
  id: string,
  { database }: { database: Queryable },
): Promise<VideoRecord> {
  const [video] = await selectVideos(database, 'where v.id = $1', [id])
  if (!video) throw new NotFoundError('video', id)
  return video
}
