import { parseCaptions } from '../domain/captions/parse-captions.ts'
import { readVideo } from '../library/read-video.ts'
import { videoFolder } from '../library/stray-folders.ts'
import type { VideoRecord } from '../library/video-record.ts'
import { storeCaptions, type AddDeps, type CaptionsFile } from './add-upload.ts'
import { restartStages } from './start-stages.ts'
import { storedFile } from './stored-file.ts'

/**
 * Gives a video captions, in place of whatever transcript it has. Rejects with `not-found`, `invalid-captions`, or
 * `no-file` for a video that lives elsewhere (its transcript is replaced by adding it anew).
 */
export async function setCaptions(
  id: string,
  captions: CaptionsFile,
  deps: AddDeps,
): Promise<VideoRecord> {
  parseCaptions(captions.bytes, captions.fileName)
  const video = await readVideo(id, deps)
  storedFile(video)
  const key = await storeCaptions(captions, videoFolder(id), deps.storage)
  await deps.database.transaction(async (tx) => {
    const probed = video.media !== null
    await restartStages(
      tx,
      id,
      [
        probed ? 'transcribe' : 'probe',
        ...(probed ? [] : ['transcribe' as const]),
        'speakers',
        'chunk',
        'embed',
      ],
      deps,
    )
    await tx.query('update videos set captions_key = $2, prefers_speech = false where id = $1', [
      id,
      key,
    ])
  })
  if (video.captionsKey !== null) await deps.storage.delete(video.captionsKey)
  return readVideo(id, deps)
}
