import type { FastifyReply } from 'fastify'
import { extensionOf } from '../domain/title.ts'
import { CuepointError } from '../domain/errors.ts'
import { storedFile } from '../ingest/stored-file.ts'
import { readVideo } from '../library/read-video.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Queryable } from '../ports/database.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import { mediaType } from './media-type.ts'
import { sendStored } from './send-stored.ts'

/** The file that browsers play, or with `isDownload` the original under its name. */
export async function sendMedia(
  reply: FastifyReply,
  id: string,
  { isDownload }: { isDownload: boolean },
  deps: { database: Queryable; storage: ObjectStorage },
): Promise<FastifyReply> {
  const video = await readVideo(id, deps)
  const key = isDownload ? storedFile(video) : playableKey(video)
  const type = mediaType(key, video.media, video.storageKey)
  const named = isDownload ? { downloadName: nameOf(video, key) } : {}
  const url = await deps.storage.signedUrl(key, { type, ...named })
  if (url !== null) return reply.redirect(url, 302)
  return sendStored(reply, { key, type, maxAgeSeconds: 0, ...named }, deps)
}

function playableKey(video: VideoRecord): string {
  if (video.playKey !== null) return video.playKey
  storedFile(video)
  throw new CuepointError('no-media', `“${video.title}” cannot be played yet.`, {
    remedy: 'A form of it that browsers play is being made; the original can be downloaded.',
  })
}

function nameOf({ fileName, title }: VideoRecord, key: string): string {
  return fileName ?? `${title}${extensionOf(key)}`
}
