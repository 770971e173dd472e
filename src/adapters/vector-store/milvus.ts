import { ConsistencyLevelEnum } from '@zilliz/milvus2-sdk-node'
import { z } from 'zod'
import type { MilvusSettings } from '../../config/parts/vector-store-config.ts'
import type { EmbeddingSpace } from '../../domain/embedding-space.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { VectorHit, VectorRecord, VectorStore } from '../../ports/vector-store.ts'
import { checkDimensions } from './check-dimensions.ts'
import { generationName } from './generation-name.ts'
import { ask, closeMilvusClient, openMilvusClient, searchTimeoutMs } from './milvus-client.ts'
import { isThere, loadCollection, nullIfMissing, prepareCollection } from './milvus-collection.ts'
import { CollectionNotLoadedError, readAnswer } from './milvus-errors.ts'
import { among, milvusFilters, quoted } from './milvus-filter.ts'

/**
 * A Milvus server, with a collection for each embedding generation. Reads are strongly consistent: they wait until the
 * server knows everything that was written before. Rejects with `milvus-unreachable`, `milvus-refused`, `milvus-database`,
 * `milvus-dimensions`, `milvus-version`, `milvus-quota`, `milvus-answer` (all wait for a person or the network),
 * `milvus-busy` (passes) and `milvus-rejected` (never works).
 */
export function createMilvusStore(config: MilvusSettings): VectorStore {
  const { address } = config
  const client = openMilvusClient(config)
  const nameOf = (space: EmbeddingSpace) => generationName('cuepoint_', space)
  const prepare = (space: EmbeddingSpace) =>
    prepareCollection(client, nameOf(space), space, address)

  /** Null where the collection is not there. */
  const onCollection = async <Answer>(
    space: EmbeddingSpace,
    schema: z.ZodType<Answer>,
    call: (name: string) => Promise<unknown>,
    signal?: AbortSignal,
  ): Promise<Answer | null> => {
    const name = nameOf(space)
    const told = async () => {
      // The client trips over a collection that it does not know; once it does, this asks nobody.
      const known = { collection_name: name, cache: true }
      await ask(address, () => client.describeCollection(known), signal)
      return readAnswer(schema, await ask(address, () => call(name), signal), address)
    }
    try {
      return await told()
    } catch (error) {
      if (!(error instanceof CollectionNotLoadedError)) return nullIfMissing(error)
      await loadCollection(client, name, address)
      return told().catch(nullIfMissing)
    }
  }

  const searchCollection = async (
    space: EmbeddingSpace,
    query: number[],
    limit: number,
    filter: string,
    signal?: AbortSignal,
  ): Promise<VectorHit[]> => {
    const answer = await onCollection(
      space,
      searchAnswer,
      (name) =>
        client.search({
          collection_name: name,
          anns_field: 'vector',
          data: query,
          limit,
          filter,
          params: { ef: Math.max(minEf, limit) },
          output_fields: ['chunk_id'],
          ...strongly,
          timeout: searchTimeoutMs,
        }),
      signal,
    )
    const results = answer?.results ?? []
    return results.map((hit) => ({ chunkId: hit.chunk_id, cosine: hit.score }))
  }

  const query = <Row>(
    space: EmbeddingSpace,
    row: z.ZodType<Row>,
    asked: object,
    signal?: AbortSignal,
  ) =>
    onCollection(
      space,
      z.object({ data: z.array(row) }),
      (name) => client.query({ collection_name: name, ...asked, ...strongly }),
      signal,
    )

  return {
    fedBy: 'outbox',
    maxBatch: maxRows,
    prepare,
    async upsert(space, records, signal) {
      signal?.throwIfAborted()
      for (const { vector } of records) checkDimensions(space, vector)
      for (const data of toBatches(space, records)) {
        const write = () =>
          onCollection(
            space,
            anything,
            (name) => client.upsert({ collection_name: name, data }),
            signal,
          )
        if ((await write()) !== null) continue
        await prepare(space)
        await write()
      }
    },
    async delete(space, chunkIds) {
      for (let start = 0; start < chunkIds.length; start += maxRows) {
        const filter = among('chunk_id', chunkIds.slice(start, start + maxRows))
        await onCollection(space, anything, (name) =>
          client.delete({ collection_name: name, filter }),
        )
      }
    },
    async search(space, vector, { limit, filter }, signal) {
      signal?.throwIfAborted()
      checkDimensions(space, vector)
      if (limit <= 0) return []
      const found: VectorHit[] = []
      for (const part of milvusFilters(filter)) {
        const top = Math.min(limit, maxHits)
        found.push(...(await searchCollection(space, Array.from(vector), top, part, signal)))
      }
      return found.sort((a, b) => b.cosine - a.cosine).slice(0, limit)
    },
    async count(space) {
      const answer = await query(space, countRow, { output_fields: ['count(*)'] })
      return answer?.data[0]?.['count(*)'] ?? 0
    },
    async *chunkIds(space, signal) {
      for (let filter = ''; ;) {
        const answer = await query(
          space,
          idRow,
          // In the order of the ids, as the iterators of Milvus ask.
          { filter, output_fields: ['chunk_id'], limit: pageSize, params: inOrder },
          signal,
        )
        const ids = (answer?.data ?? []).map((row) => row.chunk_id)
        const last = ids.at(-1)
        if (last === undefined) return
        yield ids
        filter = `chunk_id > ${quoted(last)}`
      }
    },
    async drop(space) {
      const collection = { collection_name: nameOf(space) }
      await ask(address, () => client.dropCollection(collection)).catch(nullIfMissing)
    },
    async check(space, signal) {
      const { version } = await ask(address, () => client.getVersion(), signal)
      checkVersion(version, address)
      await isThere(client, nameOf(space), space, address, signal)
    },
    [Symbol.asyncDispose]: () => closeMilvusClient(client),
  }
}

const strongly = { consistency_level: ConsistencyLevelEnum.Strong }
const inOrder = { iterator: 'True', reduce_stop_for_best: 'True' }

/** `milvus.io/docs/limitations`: 16,384 results of a search or a query. */
const maxHits = 16_384
const pageSize = 10_000

/** Of HNSW: how many candidates a search keeps; at least as many as hits are asked for. */
const minEf = 64

/** A message of gRPC to a server as it is shipped may have 64 MB. */
const maxRows = 1000
const maxBytes = 16_000_000

const anything = z.object({})
const searchAnswer = z.object({
  results: z.array(z.object({ chunk_id: z.string(), score: z.number() })),
})
const idRow = z.object({ chunk_id: z.string() })
const countRow = z.object({ 'count(*)': z.coerce.number().int() })

/** The last of several records of a chunk counts. No language is an empty text: old servers know no null. */
function toBatches({ dimensions }: EmbeddingSpace, records: readonly VectorRecord[]) {
  const perBatch = Math.max(1, Math.min(maxRows, Math.floor(maxBytes / (4 * dimensions + 500))))
  const latest = [...new Map(records.map((record) => [record.chunkId, record])).values()]
  return Array.from({ length: Math.ceil(latest.length / perBatch) }, (_, batch) =>
    latest
      .slice(batch * perBatch, (batch + 1) * perBatch)
      .map(({ chunkId, videoId, language, vector }) => ({
        chunk_id: chunkId,
        video_id: videoId,
        language: language ?? '',
        vector: Array.from(vector),
      })),
  )
}

/** Upserts came with 2.3. Other builds (`milvus_lite-3.2`, Zilliz) count as new. */
function checkVersion(version: string, address: string): void {
  const [, major = '', minor = ''] = /^v?(\d+)\.(\d+)/.exec(version) ?? []
  if (major === '' || Number(major) > 2 || Number(minor) >= 3) return
  throw new CuepointError('milvus-version', `Milvus at ${address} has the version ${version}.`, {
    remedy: 'Use Milvus 2.3 or later.',
    retryable: 'when-available',
  })
}
