import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { syncFolder, writeDurably } from './faiss-files.ts'

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)

const segmentFacts = z.object({
  /** Of both files, `<number>.faiss` and `<number>.json`; no two saves ever use the same. */
  number: z.int().positive(),
  count: z.int().positive(),
  indexSha256: sha256,
  entriesSha256: sha256,
})
export type SegmentFacts = z.output<typeof segmentFacts>

/** Says which files are the index. It is replaced last, so whatever it names is whole and belongs together. */
const manifestSchema = z.object({
  format: z.literal(1),
  model: z.string(),
  dimensions: z.int().positive(),
  segments: z.array(segmentFacts),
})
export type Manifest = z.output<typeof manifestSchema>

const fileName = 'manifest.json'

/** Null where there is none; throws where it is damaged, or of another model. */
export async function readManifest(
  folder: string,
  { modelId, dimensions }: EmbeddingSpace,
): Promise<Manifest | null> {
  const text = await readFile(join(folder, fileName), 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  const manifest = manifestSchema.parse(JSON.parse(text))
  if (manifest.model === modelId && manifest.dimensions === dimensions) return manifest
  throw new Error(
    `expected vectors of ${modelId} with ${dimensions} dimensions, found ${manifest.model} with ${manifest.dimensions}`,
  )
}

/** Beside the one that holds: until `commitManifest` nothing has changed. */
export async function stageManifest(
  folder: string,
  { modelId, dimensions }: EmbeddingSpace,
  segments: readonly SegmentFacts[],
): Promise<void> {
  const manifest: Manifest = { format: 1, model: modelId, dimensions, segments: [...segments] }
  await writeDurably(join(folder, stagedName), `${JSON.stringify(manifest)}\n`)
  // The names of the segments have to be safe before the manifest that names them.
  await syncFolder(folder)
}

/** After a power cut there is the old one or the new one, whole. */
export async function commitManifest(folder: string): Promise<void> {
  await rename(join(folder, stagedName), join(folder, fileName))
  await syncFolder(folder)
}

const stagedName = `${fileName}.new`
