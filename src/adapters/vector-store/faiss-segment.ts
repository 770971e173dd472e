import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { writeDurably } from './faiss-files.ts'
import { encodeIndexFile, indexRows } from './faiss-index-file.ts'
import type { SegmentFacts } from './faiss-manifest.ts'
import type { FaissIndex, FaissModule } from './faiss-module.ts'

/** Whose vector stands at a position: FAISS knows a vector by its position only. */
export interface Entry {
  readonly chunkId: string
  readonly videoId: string
  readonly language: string | null
}

export interface Row {
  readonly entry: Entry
  readonly vector: Uint8Array
}

/** A part of the index, on disk and in memory the same. It is never changed, only replaced. */
export interface Segment {
  readonly facts: SegmentFacts
  readonly index: FaissIndex
  /** By position. */
  readonly entries: readonly Entry[]
}

/** A change rewrites whole segments, so they are small: about 4 MiB of vectors. */
export function segmentCapacity(dimensions: number): number {
  return Math.min(4096, Math.max(64, Math.floor(4_194_304 / (dimensions * 4))))
}

/** Writes the files of a new segment and has FAISS read them. Nobody knows of them until the manifest names them. */
export async function writeSegment(
  faiss: FaissModule,
  folder: string,
  { dimensions }: EmbeddingSpace,
  number: number,
  rows: readonly Row[],
): Promise<Segment> {
  const indexFile = encodeIndexFile(
    dimensions,
    rows.map(({ vector }) => vector),
  )
  const entries = rows.map(({ entry }) => entry)
  const entriesFile = JSON.stringify(entries)
  await writeDurably(indexPath(folder, number), indexFile)
  await writeDurably(entriesPath(folder, number), entriesFile)
  return {
    facts: {
      number,
      count: rows.length,
      indexSha256: hash(indexFile),
      entriesSha256: hash(entriesFile),
    },
    index: faiss.IndexFlatIP.read(indexPath(folder, number)),
    entries,
  }
}

/** Throws what is wrong with the files. FAISS reads only what was compared: a damaged file could end the process. */
export async function readSegment(
  faiss: FaissModule,
  folder: string,
  { dimensions }: EmbeddingSpace,
  facts: SegmentFacts,
): Promise<Segment> {
  const { number, count } = facts
  const entriesFile = await readUnaltered(entriesPath(folder, number), facts.entriesSha256)
  await readUnaltered(indexPath(folder, number), facts.indexSha256)
  const entries = entriesSchema.parse(JSON.parse(entriesFile.toString('utf8')))
  const index = faiss.IndexFlatIP.read(indexPath(folder, number))
  const found = [entries.length, index.ntotal(), index.getDimension()]
  if (found.join() !== [count, count, dimensions].join())
    throw new Error(`${number}.faiss and ${number}.json are not of ${count} vectors`)
  return { facts, index, entries }
}

const entriesSchema = z.array(
  z.object({ chunkId: z.string(), videoId: z.string(), language: z.string().nullable() }),
)

/** What a segment holds, from its file: FAISS does not give its vectors out. */
export async function readRows(
  folder: string,
  { dimensions }: EmbeddingSpace,
  { facts, entries }: Segment,
): Promise<Row[]> {
  const file = await readUnaltered(indexPath(folder, facts.number), facts.indexSha256)
  const vectors = indexRows(file, dimensions)
  return entries.map((entry, position) => {
    const vector = vectors[position]
    if (!vector) throw new Error(`${facts.number}.faiss is shorter than it was`)
    return { entry, vector }
  })
}

export async function removeSegmentFiles(folder: string, number: number): Promise<void> {
  await rm(indexPath(folder, number), { force: true })
  await rm(entriesPath(folder, number), { force: true })
}

function indexPath(folder: string, number: number): string {
  return join(folder, `${number}.faiss`)
}

function entriesPath(folder: string, number: number): string {
  return join(folder, `${number}.json`)
}

async function readUnaltered(path: string, sha256: string): Promise<Buffer> {
  const content = await readFile(path)
  if (hash(content) !== sha256) throw new Error(`${basename(path)} was altered`)
  return content
}

function hash(content: Uint8Array | string): string {
  return createHash('sha256').update(content).digest('hex')
}
