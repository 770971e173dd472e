import { readdir, stat } from 'node:fs/promises'
import { basename, dirname, extname, join } from 'node:path'
import { InvalidInputError } from '../domain/errors.ts'
import { findSidecar, isCaptions, type Sidecar } from './sidecar.ts'

/** What is taken out of a folder. A file that is named by itself is taken whatever it is called. */
const mediaExtensions = new Set(
  (
    '.mp4 .m4v .mov .mkv .webm .avi .ts .m2ts .mts .mpg .mpeg .wmv .flv .ogv .3gp ' +
    '.mp3 .m4a .aac .wav .flac .ogg .oga .opus .wma'
  ).split(' '),
)

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
    for (const file of await filesBelow(path)) {
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

async function filesBelow(path: string): Promise<string[]> {
  const facts = await stat(path).catch(() => null)
  if (!facts) {
    throw new InvalidInputError(`There is no file or folder ${path}.`, { code: 'usage' })
  }
  if (!facts.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => mediaExtensions.has(extname(file).toLowerCase()))
    .filter((file) => !/(^|[/\\])\.[^/\\.]/.test(file.slice(path.length)))
    .sort((a, b) => a.localeCompare(b))
}
