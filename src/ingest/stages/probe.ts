import { browserPlays } from '../../domain/playability.ts'
import type { MediaFacts } from '../../domain/video.ts'
import { storedFile } from '../stored-file.ts'
import { defineStage } from '../stage.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'

/** Finds out what the file is. A file that is no media fails here, before anything else is tried. */
export const probe = defineStage<{ storage: ObjectStorage; media: MediaTool }, MediaFacts>({
  name: 'probe',
  run: (video, { storage, media }, { signal }) =>
    storage.withFile(storedFile(video), (path) => media.probe(path, signal), signal),
  async save(tx, video, facts) {
    await tx.query('update videos set media = $2, duration = $3, plays = $4 where id = $1', [
      video.id,
      facts,
      facts.durationSeconds,
      browserPlays(facts, video.fileName ?? ''),
    ])
  },
})
