import { InvalidInputError, NotFoundError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'
import { readVideo } from './read-video.ts'
import type { VideoRecord } from './video-record.ts'

/** Gives a video another title. Rejects with `not-found`, or `invalid-input` for an empty title. */
export async function renameVideo(
  id: string,
  title: string,
  { database }: { database: Queryable },
): Promise<VideoRecord> {
  if (title.trim() === '') throw new InvalidInputError('A title needs at least one character.')
  const changed = await database.query(
    'update videos set title = $2, changed_at = clock_timestamp() where id = $1 returning id',
    [id, title.trim()],
  )
  if (changed.length === 0) throw new NotFoundError('video', id)
  return readVideo(id, { database })
}
