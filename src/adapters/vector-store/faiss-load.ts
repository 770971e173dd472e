import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { Logger } from '../../ports/logger.ts'
import { makeFolderDurably, syncFolder } from './faiss-files.ts'
import { readManifest } from './faiss-manifest.ts'
import type { FaissModule } from './faiss-module.ts'
import { readSegment, type Segment } from './faiss-segment.ts'

/**
 * Reads and verifies what the folder has. An index that is damaged, incomplete or of another model is moved aside, to
 * `<folder>.damaged` in place of an earlier one, and nothing is there: the database gives its vectors again.
 */
export async function loadSegments(
  faiss: FaissModule,
  folder: string,
  space: EmbeddingSpace,
  logger: Logger,
): Promise<Segment[]> {
  await makeFolderDurably(folder)
  try {
    const segments: Segment[] = []
    const manifest = await readManifest(folder, space)
    for (const facts of manifest?.segments ?? [])
      segments.push(await readSegment(faiss, folder, space, facts))
    const chunkIds = segments.flatMap(({ entries }) => entries.map(({ chunkId }) => chunkId))
    if (new Set(chunkIds).size < chunkIds.length) throw new Error('a chunk is there twice')
    const leftovers = await removeLeftovers(folder, segments)
    if (!manifest && leftovers > 0)
      logger.warn(
        { model: space.modelId, folder },
        'the FAISS index has no manifest; it is filled anew',
      )
    return segments
  } catch (error) {
    if (!isDamage(error)) throw error
    await moveAside(folder)
    logger.warn(
      { model: space.modelId, movedTo: `${folder}.damaged`, error },
      'the FAISS index is damaged; it was moved aside and is filled anew from the database',
    )
    return []
  }
}

/** A file that is missing is damage; one that may not be read is for a person to mend. */
function isDamage(error: unknown): boolean {
  if (error instanceof CuepointError) return false
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code !== 'string' || code === 'ENOENT'
}

async function moveAside(folder: string): Promise<void> {
  await rm(`${folder}.damaged`, { recursive: true, force: true })
  await rename(folder, `${folder}.damaged`)
  await mkdir(folder)
  await syncFolder(dirname(folder))
}

/** What a process wrote that ended before it was done. Resolves to the number of files. */
async function removeLeftovers(folder: string, segments: readonly Segment[]): Promise<number> {
  const numbers = new Set(segments.map(({ facts }) => facts.number))
  let removed = 0
  for (const name of await readdir(folder)) {
    const [, digits] = /^(\d+)\.(?:faiss|json)$/.exec(name) ?? []
    if (digits === undefined || numbers.has(Number(digits))) continue
    await rm(join(folder, name))
    removed++
  }
  return removed
}
