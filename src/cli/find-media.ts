import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { InvalidInputError } from '../domain/errors.ts'
import { filesBelow } from './files-below.ts'
import { isMediaName } from './media-names.ts'
import { findSidecar, isCaptions, type Sidecar } from './sidecar.ts'

export interface FoundMedia {
  readonly path: string
  readonly sizeBytes: number
  readonly sidecar: Sidecar | null
}

/** The media files among the named files and, recursively, in the named folders; with the captions that lie beside them. */
export async function findMedia(
  paths: readonly string[],
  language: string | undefined,
): Promise<FoundMedia[]> {
  const found: FoundMedia[] = []
  const lists = new Map<string, string[]>()
  for (const path of paths) {
    for (const file of await filesBelow(path, isMediaName)) {
      const folder = dirname(file)
      const names = lists.get(folder) ?? (await readdir(folder))
      lists.set(folder, names)
      const sidecar = findSidecar(basename(file), names, language)
      found.push({
        path: file,
        sizeBytes: (await stat(file)).size,
        sidecar: sidecar && { ...sidecar, fileName: join(folder, sidecar.fileName) },
      })
    }
  }
  // `add talks/*` names the captions as well; they come with their videos.
  const alone = found.filter(({ path }) => !isCaptions(path))
  const unclaimed = found.find(
    ({ path }) => isCaptions(path) && !alone.some(({ sidecar }) => sidecar?.fileName === path),
  )
  if (unclaimed) {
    throw new InvalidInputError(`${unclaimed.path} is captions without a video.`, {
      remedy: 'Name the video, with --captions FILE when the two are called differently.',
    })
  }
  return alone
}
