import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { createFaissStore } from '../../src/adapters/vector-store/faiss.ts'
import type { Logger } from '../../src/ports/logger.ts'
import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'
import { testServersDirectory } from './postgres-server.ts'
import { silentLogger } from './silent-logger.ts'

/** Prepared by `scripts/test-servers/faiss.ts`. */
export const faissModule = join(testServersDirectory, 'faiss/node_modules/faiss-node')

/** Why there is no FAISS here; null when there is. */
export const whyNoFaiss = existsSync(join(faissModule, 'build/Release/faiss-node.node'))
  ? null
  : 'run `node scripts/test-servers/faiss.ts` first'

/** For the title of a suite that is skipped. */
export const faissNote = whyNoFaiss === null ? '' : ` (skipped: ${whyNoFaiss})`

export function openFaissStore(directory: string, logger: Logger = silentLogger): VectorStore {
  return createFaissStore({ kind: 'faiss', directory, module: faissModule }, logger)
}

interface FlatIndex {
  add(vectors: number[]): void
  write(path: string): void
  ntotal(): number
}

/** faiss-node itself. */
export function loadFaissNode(): { IndexFlatIP: new (dimensions: number) => FlatIndex } {
  return z
    .object({
      IndexFlatIP: z.custom<new (dimensions: number) => FlatIndex>(
        (value) => typeof value === 'function',
      ),
    })
    .parse(createRequire(import.meta.url)(faissModule))
}

export function randomRecords(
  count: number,
  dimensions: number,
  random: () => number,
): VectorRecord[] {
  const videos = Array.from({ length: 50 }, () => uuidv7())
  return Array.from({ length: count }, (_, place) => ({
    chunkId: uuidv7(),
    videoId: videos[Math.floor((place * videos.length) / count)] ?? '',
    language: place % 40 === 0 ? 'fr' : place % 3 === 0 ? null : 'en',
    vector: randomUnit(dimensions, random),
  }))
}

export function randomUnit(dimensions: number, random: () => number): Float32Array {
  const values = Array.from({ length: dimensions }, () => random() - 0.5)
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
