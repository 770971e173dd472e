import { Readable } from 'node:stream'
import pLimit from 'p-limit'
import { NotFoundError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'
import type { MediaTool } from '../ports/media-tool.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { readVideo } from './read-video.ts'
import { videoFolder } from './stray-folders.ts'

const frameWidth = 384

/** A page of results asks for twenty pictures at once; ffmpeg gets two at a time. */
const oneOfTwo = pLimit(2)

/**
 * The key of a JPEG of that second (rounded down), 384 pixels wide, made at first and kept. Rejects with `not-found` for
 * a video without a picture.
 */
export async function frameAt(
  id: string,
  seconds: number,
  { database, storage, media }: { database: Queryable; storage: ObjectStorage; media: MediaTool },
  signal?: AbortSignal,
): Promise<string> {
  const video = await readVideo(id, { database })
  const source = video.storageKey
  if (!source || !video.media?.video) throw new NotFoundError('picture of video', id)
  const second = Math.floor(Math.min(seconds, Math.max(0, (video.duration ?? 0) - 0.5)))
  const key = `${videoFolder(id)}/frames/${second}.jpg`
  await oneOfTwo(async () => {
    signal?.throwIfAborted()
    if (await storage.stat(key)) return
    const jpeg = await storage.withFile(source, (path) =>
      media.frame(path, { seconds: second, width: frameWidth }, signal),
    )
    await storage.write(key, Readable.from([jpeg]), signal)
  })
  return key
}
