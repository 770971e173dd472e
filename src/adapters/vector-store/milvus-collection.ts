import { setTimeout as sleep } from 'node:timers/promises'
import { DataType, type MilvusClient } from '@zilliz/milvus2-sdk-node'
import { z } from 'zod'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { CuepointError, UnreachableError } from '../../domain/errors.ts'
import { ask } from './milvus-client.ts'
import { CollectionMissingError } from './milvus-errors.ts'

/** In bytes; ids are UUIDs, languages are tags of BCP 47. */
const maxIdBytes = 128
const maxLanguageBytes = 64

/** Makes the collection of a space with its index, and has it loaded. Harmless when it is there, or made by others meanwhile. */
export async function prepareCollection(
  client: MilvusClient,
  name: string,
  space: EmbeddingSpace,
  address: string,
): Promise<void> {
  if (!(await isThere(client, name, space, address)))
    await unlessThere(
      () => createCollection(client, name, space, address),
      () => isThere(client, name, space, address),
    )
  await unlessThere(
    () => createIndex(client, name, address),
    () => hasIndex(client, name, address),
  )
  await loadCollection(client, name, address)
}

/** Whether the collection is there; throws `milvus-dimensions` if it is not one of the space. */
export async function isThere(
  client: MilvusClient,
  name: string,
  { modelId, dimensions }: EmbeddingSpace,
  address: string,
  signal?: AbortSignal,
): Promise<boolean> {
  const answer = await ask(
    address,
    () => client.describeCollection({ collection_name: name }),
    signal,
  ).catch(nullIfMissing)
  if (answer === null) return false
  const fields = collectionFields.parse(answer).schema.fields
  const found = fields.find((field) => field.name === 'vector')?.dim
  if (Number(found) === dimensions) return true
  throw new CuepointError(
    'milvus-dimensions',
    `The collection ${name} at ${address} has ${found ?? 'no'} dimensions, ${modelId} has ${dimensions}.`,
    {
      remedy: `It was not made by Cuepoint: rename it, or set MILVUS_DATABASE to a database of its own.`,
      retryable: 'when-available',
    },
  )
}

/** Into the memory of the server, without which there is no search. */
export async function loadCollection(
  client: MilvusClient,
  name: string,
  address: string,
): Promise<void> {
  const collection = { collection_name: name }
  await ask(address, () => client.loadCollectionAsync(collection))
  const giveUpAt = performance.now() + loadTimeoutMs
  while (performance.now() < giveUpAt) {
    const { progress } = await ask(address, () => client.getLoadingProgress(collection))
    if (Number(progress) >= 100) return
    await sleep(250)
  }
  throw new UnreachableError('milvus-unreachable', `Milvus at ${address} is still loading ${name}.`)
}

/** Millions of vectors come from the storage of the server. */
const loadTimeoutMs = 120_000

const collectionFields = z.object({
  schema: z.object({
    fields: z.array(
      z.object({ name: z.string(), dim: z.union([z.string(), z.number()]).optional() }),
    ),
  }),
})

export function nullIfMissing(error: unknown): null {
  if (error instanceof CollectionMissingError) return null
  throw error
}

/** Several processes may make the same at once, and servers do not agree on what they answer to the second. */
async function unlessThere(make: () => Promise<unknown>, isMade: () => Promise<boolean>) {
  try {
    await make()
  } catch (error) {
    if (error instanceof UnreachableError || !(await isMade())) throw error
  }
}

function createCollection(
  client: MilvusClient,
  name: string,
  { modelId, dimensions }: EmbeddingSpace,
  address: string,
) {
  return ask(address, () =>
    client.createCollection({
      collection_name: name,
      description: `Cuepoint: ${modelId}, ${dimensions} dimensions`,
      consistency_level: 'Strong',
      enable_dynamic_field: false,
      fields: [
        {
          name: 'chunk_id',
          data_type: DataType.VarChar,
          is_primary_key: true,
          max_length: maxIdBytes,
        },
        { name: 'video_id', data_type: DataType.VarChar, max_length: maxIdBytes },
        { name: 'language', data_type: DataType.VarChar, max_length: maxLanguageBytes },
        { name: 'vector', data_type: DataType.FloatVector, dim: dimensions },
      ],
    }),
  )
}

function createIndex(client: MilvusClient, name: string, address: string) {
  return ask(address, () =>
    client.createIndex({
      collection_name: name,
      field_name: 'vector',
      index_type: 'HNSW',
      metric_type: 'COSINE',
      params: { M: 16, efConstruction: 64 },
    }),
  )
}

async function hasIndex(client: MilvusClient, name: string, address: string): Promise<boolean> {
  const asked = { collection_name: name, field_name: 'vector' }
  const { index_descriptions: indexes } = await ask(address, () => client.describeIndex(asked))
  return indexes.length > 0
}
