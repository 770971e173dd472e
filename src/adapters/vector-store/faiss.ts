import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { FaissSettings } from '../../config/parts/vector-store-config.ts'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { Logger } from '../../ports/logger.ts'
import type { VectorRecord, VectorStore } from '../../ports/vector-store.ts'
import { checkDimensions } from './check-dimensions.ts'
import { makeFolderDurably, syncFolder, toFaissError } from './faiss-files.ts'
import { toRow, toUnit } from './faiss-index-file.ts'
import { lockFaissDirectory } from './faiss-lock.ts'
import { loadFaiss, type FaissModule } from './faiss-module.ts'
import { searchSegments } from './faiss-search.ts'
import type { Row } from './faiss-segment.ts'
import { openFaissSpace, type FaissSpace, type SpaceChange } from './faiss-space.ts'
import { generationName } from './generation-name.ts'

/**
 * An index of FAISS in a folder, and in the memory of this process: 4 bytes × dimensions for each vector. The folder has one
 * owner, from the first call on. Rejects with `faiss-missing`, `faiss-in-use`, `faiss-directory` and `faiss-disk-full`; all
 * wait for a person.
 *
 * The index is flat, so every search is exact. faiss-node 0.5.1 leaves no better choice: it can set neither `efSearch` of
 * HNSW nor `nprobe` of IVF, so these find too little; HNSW removes nothing (the attempt ends the process), and IVF has to be
 * trained before it takes the first vector. Its time grows with the library: beyond some 100,000 chunks use pgvector.
 *
 * A change is on disk when its call resolves, not a while later: the outbox forgets what was told.
 */
export function createFaissStore(
  { directory, module }: FaissSettings,
  logger: Logger,
): VectorStore {
  const spaces = new Map<string, Promise<FaissSpace>>()
  let opening: Promise<OpenDirectory> | null = null
  let changes: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const open = async (): Promise<OpenDirectory> => {
    if (isClosed) throw new CuepointError('faiss-closed', 'The vector store was closed.')
    opening ??= openDirectory(directory, module)
    try {
      return await opening
    } catch (error) {
      opening = null
      throw toFaissError(error, directory)
    }
  }

  const spaceOf = async (space: EmbeddingSpace): Promise<FaissSpace> => {
    const { faiss } = await open()
    const name = folderName(space)
    const known =
      spaces.get(name) ?? openFaissSpace({ faiss, logger }, join(directory, name), space)
    spaces.set(name, known)
    try {
      return await known
    } catch (error) {
      spaces.delete(name)
      throw toFaissError(error, directory)
    }
  }

  const inTurn = <Result>(work: () => Promise<Result>): Promise<Result> => {
    const done = changes.then(work)
    changes = done.catch(() => undefined)
    return done
  }

  const change = (space: EmbeddingSpace, wanted: SpaceChange, signal?: AbortSignal) =>
    inTurn(async () => {
      const opened = await spaceOf(space)
      try {
        await opened.change(wanted, signal)
      } catch (error) {
        signal?.throwIfAborted()
        const failure = toFaissError(error, directory)
        // Somebody was at the files: they are read and verified anew.
        if (!(failure instanceof CuepointError)) spaces.delete(folderName(space))
        throw failure
      }
    })

  return {
    fedBy: 'outbox',
    maxBatch: 1000,
    async prepare(space) {
      await spaceOf(space)
    },
    async upsert(space, records, signal) {
      signal?.throwIfAborted()
      for (const { vector } of records) checkDimensions(space, vector)
      await change(space, { put: byChunk(records), remove: new Set() }, signal)
    },
    delete: (space, chunkIds) => change(space, { put: new Map(), remove: new Set(chunkIds) }),
    async search(space, query, { limit, filter }, signal) {
      signal?.throwIfAborted()
      checkDimensions(space, query)
      const { segments } = await spaceOf(space)
      if (limit <= 0) return []
      return searchSegments(segments, { query: toUnit(query), limit, filter }, signal)
    },
    async count(space) {
      const { segments } = await spaceOf(space)
      return [...segments].reduce((sum, { facts }) => sum + facts.count, 0)
    },
    async *chunkIds(space, signal) {
      signal?.throwIfAborted()
      const { segments } = await spaceOf(space)
      for (const { entries } of [...segments]) {
        signal?.throwIfAborted()
        yield entries.map(({ chunkId }) => chunkId)
      }
    },
    drop: (space) =>
      inTurn(async () => {
        await open()
        const name = folderName(space)
        await spaces.get(name)?.catch(() => undefined)
        spaces.delete(name)
        await removeSpace(join(directory, name), directory)
      }),
    async check(space, signal) {
      signal?.throwIfAborted()
      await spaceOf(space)
    },
    async [Symbol.asyncDispose]() {
      isClosed = true
      await changes
      await Promise.allSettled(spaces.values())
      const opened = await opening?.catch(() => null)
      spaces.clear()
      opened?.lock[Symbol.dispose]()
    },
  }
}

interface OpenDirectory {
  readonly faiss: FaissModule
  readonly lock: Disposable
}

async function openDirectory(directory: string, module: string | null): Promise<OpenDirectory> {
  const faiss = loadFaiss(module)
  await makeFolderDurably(directory)
  return { faiss, lock: lockFaissDirectory(directory) }
}

function folderName(space: EmbeddingSpace): string {
  return generationName('vectors-', space)
}

/** The last of several vectors for one chunk counts. */
function byChunk(records: readonly VectorRecord[]): Map<string, Row> {
  return new Map(
    records.map(({ vector, ...entry }) => [entry.chunkId, { entry, vector: toRow(vector) }]),
  )
}

/** The manifest first: what is left of the rest after a power cut means nothing without it. */
async function removeSpace(folder: string, directory: string): Promise<void> {
  try {
    await rm(join(folder, 'manifest.json'), { force: true })
    await rm(folder, { recursive: true, force: true })
    await rm(`${folder}.damaged`, { recursive: true, force: true })
    await syncFolder(directory)
  } catch (error) {
    throw toFaissError(error, directory)
  }
}
