import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type { MediaFacts } from '../../domain/video.ts'
import { videoFolder } from '../../library/stray-folders.ts'
import type { Storyboard } from '../../library/video-record.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { defineStage } from '../stage.ts'
import { probedFacts, storedFile } from '../stored-file.ts'

interface Pictures {
  readonly posterKey: string
  readonly storyboard: Storyboard
}

const posterWidth = 640
const tile = { width: 192, height: 108, columns: 10, rows: 10 }

/** A poster, and sheets of small pictures for the moment bar. Nothing for files that are sound alone. */
export const pictures = defineStage<{ storage: ObjectStorage; media: MediaTool }, Pictures | null>({
  name: 'pictures',
  async run(video, { storage, media }, { signal }) {
    const facts = probedFacts(video)
    if (!facts.video) return null
    return storage.withFile(
      storedFile(video),
      async (path) => ({
        posterKey: await savePoster(video.id, path, facts, { storage, media }, signal),
        storyboard: await saveStoryboard(video.id, path, facts, { storage, media }, signal),
      }),
      signal,
    )
  },
  async save(tx, video, made) {
    await tx.query('update videos set poster_key = $2, storyboard = $3 where id = $1', [
      video.id,
      made?.posterKey ?? null,
      made?.storyboard ?? null,
    ])
  },
})

/** A tenth into the video: past a black start, before most spoilers. */
async function savePoster(
  videoId: string,
  path: string,
  facts: MediaFacts,
  { storage, media }: { storage: ObjectStorage; media: MediaTool },
  signal: AbortSignal,
): Promise<string> {
  const key = `${videoFolder(videoId)}/poster.jpg`
  const seconds = Math.min(facts.durationSeconds / 10, 60)
  const jpeg = await media.frame(path, { seconds, width: posterWidth }, signal)
  await storage.write(key, Readable.from([jpeg]), signal)
  return key
}

async function saveStoryboard(
  videoId: string,
  path: string,
  facts: MediaFacts,
  { storage, media }: { storage: ObjectStorage; media: MediaTool },
  signal: AbortSignal,
): Promise<Storyboard> {
  const layout = { ...tile, intervalSeconds: intervalFor(facts.durationSeconds) }
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-storyboard-'))
  try {
    const sheets = await media.storyboard(path, folder, layout, signal)
    for (let sheet = 0; sheet < sheets; sheet++) {
      const key = `${videoFolder(videoId)}/storyboard/${sheet}.jpg`
      await storage.adopt(key, join(folder, `${sheet}.jpg`), signal)
    }
    return { ...layout, sheets }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A hundred pictures for short videos, one every 10 s at most for long ones. */
function intervalFor(durationSeconds: number): number {
  return Math.min(10, Math.max(1, Math.ceil(durationSeconds / 100)))
}
