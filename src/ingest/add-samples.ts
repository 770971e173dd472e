import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { VideoRecord } from '../library/video-record.ts'
import { addUpload, type AddDeps } from './add-upload.ts'

const sampleList = z.array(
  z.object({ file: z.string(), captions: z.string(), title: z.string(), language: z.string() }),
)

/** Adds the videos that come with Cuepoint. Those that are in the library already stay as they are. */
export async function addSamples(
  { folder }: { folder: string },
  deps: AddDeps,
): Promise<VideoRecord[]> {
  const list = sampleList.parse(JSON.parse(await readFile(join(folder, 'samples.json'), 'utf8')))
  const videos: VideoRecord[] = []
  for (const { file, captions, title, language } of list) {
    const { video } = await addUpload(
      {
        source: { kind: 'file', path: join(folder, file), takeOver: false },
        fileName: file,
        title,
        language,
        captions: { bytes: await readFile(join(folder, captions)), fileName: captions },
        origin: 'sample',
      },
      deps,
    )
    videos.push(video)
  }
  return videos
}
