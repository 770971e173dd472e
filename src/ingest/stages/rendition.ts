import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { browserPlays } from '../../domain/playability.ts'
import { videoFolder } from '../../library/stray-folders.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { defineStage } from '../stage.ts'
import { probedFacts, storedFile } from '../stored-file.ts'

/** An mp4 that browsers play, for what they do not. Null when the original plays as it is. */
export const rendition = defineStage<{ storage: ObjectStorage; media: MediaTool }, string | null>({
  name: 'rendition',
  async run(video, { storage, media }, { signal, report }) {
    const facts = probedFacts(video)
    if (browserPlays(facts, video.fileName ?? '')) return null
    const key = `${videoFolder(video.id)}/playable.mp4`
    const folder = await mkdtemp(join(tmpdir(), 'cuepoint-rendition-'))
    try {
      const target = join(folder, 'playable.mp4')
      await storage.withFile(
        storedFile(video),
        (path) => media.playable(path, target, facts, (share) => void report(share), signal),
        signal,
      )
      await storage.adopt(key, target, signal)
      return key
    } finally {
      await rm(folder, { recursive: true, force: true })
    }
  },
  async save(tx, video, key) {
    await tx.query('update videos set playable_key = $2 where id = $1', [video.id, key])
  },
})
