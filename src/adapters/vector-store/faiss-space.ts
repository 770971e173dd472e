import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import type { Logger } from '../../ports/logger.ts'
import { commitManifest, stageManifest } from './faiss-manifest.ts'
import { loadSegments } from './faiss-load.ts'
import type { FaissModule } from './faiss-module.ts'
import {
  readRows,
  removeSegmentFiles,
  segmentCapacity,
  writeSegment,
  type Row,
  type Segment,
} from './faiss-segment.ts'

export interface SpaceChange {
  /** By chunk. */
  readonly put: ReadonlyMap<string, Row>
  readonly remove: ReadonlySet<string>
}

/** The index of one embedding generation. */
export interface FaissSpace {
  /** Changes as the index does; a segment itself never does. */
  readonly segments: ReadonlySet<Segment>
  /**
   * Resolves when the change is safe on disk and found; after a failure, and after a crash at any moment, all is as it was
   * before. One at a time.
   */
  change(change: SpaceChange, signal?: AbortSignal): Promise<void>
}

export async function openFaissSpace(
  { faiss, logger }: { faiss: FaissModule; logger: Logger },
  folder: string,
  space: EmbeddingSpace,
): Promise<FaissSpace> {
  const segments = new Set<Segment>()
  const homes = new Map<string, Segment>()
  const capacity = segmentCapacity(space.dimensions)
  let lastNumber = 0

  const replace = (old: ReadonlySet<Segment>, made: readonly Segment[]) => {
    for (const segment of old) {
      segments.delete(segment)
      for (const { chunkId } of segment.entries) homes.delete(chunkId)
    }
    for (const segment of made) {
      segments.add(segment)
      for (const { chunkId } of segment.entries) homes.set(chunkId, segment)
    }
  }

  /** The emptiest of the others, where it has room for so many more. */
  const withRoom = (rows: number, others: ReadonlySet<Segment>): Segment | null => {
    const [emptiest] = [...segments.difference(others)].sort(
      (a, b) => a.facts.count - b.facts.count,
    )
    return emptiest && emptiest.facts.count + rows <= capacity ? emptiest : null
  }

  const change = async ({ put, remove }: SpaceChange, signal?: AbortSignal) => {
    const old = new Set<Segment>()
    for (const chunkId of [...put.keys(), ...remove]) {
      const home = homes.get(chunkId)
      if (home) old.add(home)
    }
    const loose = [...put.values()].filter(({ entry }) => !homes.has(entry.chunkId))
    if (old.size === 0 && loose.length === 0) return
    const made: Segment[] = []
    const begun: number[] = []
    const write = async (rows: readonly Row[]) => {
      signal?.throwIfAborted()
      begun.push(++lastNumber)
      made.push(await writeSegment(faiss, folder, space, lastNumber, rows))
    }
    try {
      for (const segment of old) {
        const rows = (await readRows(folder, space, segment))
          .filter(({ entry }) => !remove.has(entry.chunkId))
          .map((row) => put.get(row.entry.chunkId) ?? row)
        // Many small segments would be slow to search.
        if (rows.length < capacity / 4) loose.push(...rows)
        else await write(rows)
      }
      const home = loose.length > 0 ? withRoom(loose.length, old) : null
      if (home) {
        old.add(home)
        loose.unshift(...(await readRows(folder, space, home)))
      }
      for (let start = 0; start < loose.length; start += capacity)
        await write(loose.slice(start, start + capacity))
      const kept = [...segments.difference(old), ...made]
      await stageManifest(
        folder,
        space,
        kept.map(({ facts }) => facts),
      )
    } catch (error) {
      await removeFiles(folder, begun)
      throw error
    }
    await commitManifest(folder)
    replace(old, made)
    await removeFiles(
      folder,
      [...old].map(({ facts }) => facts.number),
    )
  }

  replace(new Set(), await loadSegments(faiss, folder, space, logger))
  for (const { facts } of segments) lastNumber = Math.max(lastNumber, facts.number)
  return { segments, change }
}

/** Files that stay for now are removed at the next start. */
async function removeFiles(folder: string, numbers: readonly number[]): Promise<void> {
  for (const number of numbers) await removeSegmentFiles(folder, number).catch(() => undefined)
}
