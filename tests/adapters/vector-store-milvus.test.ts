import { v7 as uuidv7 } from 'uuid'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createMilvusStore } from '../../src/adapters/vector-store/milvus.ts'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import { UnreachableError } from '../../src/domain/errors.ts'
import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'
import { vectorStoreContract, type VectorStoreScene } from '../contracts/vector-store.ts'
import {
  milvusNote,
  startMilvus,
  whyNoMilvus,
  type MilvusServer,
} from '../support/milvus-server.ts'
import { seededRandom } from '../support/own-words.ts'
import { until } from '../support/until.ts'

describe.skipIf(whyNoMilvus !== null)(`on a Milvus server${milvusNote}`, () => {
  vectorStoreContract('Milvus', openScene)
  describe('a store in Milvus', ownPromises)
})

function ownPromises(): void {
  let server: MilvusServer
  let store: VectorStore

  beforeAll(async () => {
    server = await startMilvus()
    store = open(server)
  })
  afterAll(async () => {
    await store[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  })

  it('is content with a server that has no collection yet, and with one that has', async () => {
    const space = { modelId: 'checked', dimensions: 3 }
    await expect(store.check(space)).resolves.toBeUndefined()
    await store.prepare(space)
    await expect(store.check(space)).resolves.toBeUndefined()
  })

  it('says that a database is not there', async () => {
    await using elsewhere = open(server, 'nowhere')
    const space = { modelId: 'elsewhere', dimensions: 3 }
    await expect(elsewhere.check(space)).rejects.toMatchObject({ code: 'milvus-database' })
  })

  it('finds, counts and lists nothing where nothing was prepared, and makes the place when it is told', async () => {
    const space = { modelId: 'unprepared', dimensions: 3 }
    const query = Float32Array.of(1, 0, 0)
    expect(await store.search(space, query, { limit: 5, filter: {} })).toEqual([])
    expect(await store.count(space)).toBe(0)
    expect(await Array.fromAsync(store.chunkIds(space))).toEqual([])
    await store.delete(space, [uuidv7()])
    await store.upsert(space, [toRecord(query)])
    expect(await store.count(space)).toBe(1)
  })

  it('drops one generation and leaves the other', async () => {
    const [old, next] = ['old', 'next'].map((modelId) => ({ modelId, dimensions: 3 }))
    if (!old || !next) throw new Error('two spaces')
    for (const space of [old, next]) {
      await store.prepare(space)
      await store.upsert(space, [toRecord(Float32Array.of(1, 0, 0))])
    }
    await store.drop(old)
    await store.drop(old)
    expect([await store.count(old), await store.count(next)]).toEqual([0, 1])
  })

  it('keeps a value of a filter a value, whatever signs it has', async () => {
    const space = { modelId: 'signs', dimensions: 3 }
    await store.prepare(space)
    const record = { ...toRecord(Float32Array.of(1, 0, 0)), videoId: `a"] or "b' \\ ü` }
    await store.upsert(space, [record])
    const found = async (videoId: string) =>
      (await store.search(space, record.vector, { limit: 5, filter: { videoIds: [videoId] } }))
        .length
    expect(await found(record.videoId)).toBe(1)
    expect(await found(`x"] or chunk_id != "`)).toBe(0)
  })

  it('takes more videos than one expression may hold, and gives the best of all', async () => {
    const space = { modelId: 'many videos', dimensions: 3 }
    await store.prepare(space)
    const records = Array.from({ length: 600 }, (_, i) => toRecord(Float32Array.of(1, i / 100, 0)))
    await store.upsert(space, records)
    const strangers = Array.from({ length: 11_000 }, () => uuidv7())
    const hits = await store.search(space, Float32Array.of(1, 0, 0), {
      limit: 3,
      filter: {
        videoIds: [records[2]?.videoId ?? '', ...strangers, records[0]?.videoId ?? ''],
      },
    })
    expect(hits.map(({ chunkId }) => chunkId)).toEqual([records[0]?.chunkId, records[2]?.chunkId])
  })

  it('finds what exact comparison finds among 20,000 vectors, behind filters too, and lists them all', async () => {
    const space = { modelId: 'recall', dimensions: 64 }
    await store.prepare(space)
    const random = seededRandom(11)
    const videos = Array.from({ length: 50 }, () => uuidv7())
    const records = Array.from({ length: 20_000 }, (_, i): VectorRecord => ({
      chunkId: uuidv7(),
      videoId: videos[i % videos.length] ?? '',
      language: i % 40 === 0 ? 'fr' : i % 3 === 0 ? null : 'en',
      vector: randomUnit(random, space.dimensions),
    }))
    for (let start = 0; start < records.length; start += store.maxBatch)
      await store.upsert(space, records.slice(start, start + store.maxBatch))
    expect(await store.count(space)).toBe(records.length)
    const listed = (await Array.fromAsync(store.chunkIds(space))).flat()
    expect(new Set(listed)).toEqual(new Set(records.map(({ chunkId }) => chunkId)))
    expect(listed).toHaveLength(records.length)

    const filters = [
      {},
      { languages: ['fr'] },
      { videoIds: videos.slice(0, 3) },
      { videoIds: videos.slice(5, 30), languages: ['en'] },
    ]
    for (const filter of filters) {
      const passing = records.filter(
        ({ videoId, language }) =>
          (filter.videoIds?.includes(videoId) ?? true) &&
          (filter.languages?.includes(language ?? '') ?? true),
      )
      let found = 0
      for (let question = 0; question < 10; question += 1) {
        const query = randomUnit(random, space.dimensions)
        const nearest = passing
          .map(({ chunkId, vector }) => ({ chunkId, cosine: dot(vector, query) }))
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, 10)
        const hits = await store.search(space, query, { limit: 10, filter })
        expect(hits).toHaveLength(10)
        const ids = new Set(hits.map(({ chunkId }) => chunkId))
        found += nearest.filter(({ chunkId }) => ids.has(chunkId)).length
      }
      expect(found / 100, JSON.stringify(filter).slice(0, 60)).toBeGreaterThanOrEqual(0.95)
    }
  })

  it('rejects every call while the server is down, and goes on when it is back', async () => {
    const space = { modelId: 'restarted', dimensions: 3 }
    const query = Float32Array.of(1, 0, 0)
    await store.prepare(space)
    await store.upsert(space, [toRecord(query)])
    await server.stop()
    const calls = [
      () => store.check(space),
      () => store.prepare(space),
      () => store.upsert(space, [toRecord(query)]),
      () => store.delete(space, [uuidv7()]),
      () => store.search(space, query, { limit: 1, filter: {} }),
      () => store.count(space),
      () => Array.fromAsync(store.chunkIds(space)),
      () => store.drop(space),
    ]
    for (const call of calls) await expect(call()).rejects.toBeInstanceOf(UnreachableError)
    await server.start()
    await until(() => answers(store, space))
    expect(await store.search(space, query, { limit: 5, filter: {} })).toHaveLength(1)
    await store.upsert(space, [toRecord(query)])
    expect(await store.count(space)).toBe(2)
  })
}

/** Whether the connection is back; a client waits a little between two tries. */
async function answers(store: VectorStore, space: EmbeddingSpace): Promise<boolean> {
  try {
    await store.check(space)
    return true
  } catch (error) {
    if (error instanceof UnreachableError) return false
    throw error
  }
}

async function openScene(): Promise<VectorStoreScene> {
  const server = await startMilvus()
  const store = open(server)
  const spaces = ['contract-3 3', "contract's other 5", 'contract-16 16']
  return {
    store,
    add: (_language, count) =>
      Promise.resolve({
        videoId: uuidv7(),
        chunkIds: Array.from({ length: count }, () => uuidv7()),
      }),
    async clear() {
      for (const space of spaces) {
        const [, modelId = '', dimensions] = /^(.*) (\d+)$/.exec(space) ?? []
        await store.drop({ modelId, dimensions: Number(dimensions) })
      }
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

function open({ address }: MilvusServer, database: string | null = null): VectorStore {
  return createMilvusStore({ kind: 'milvus', address, token: null, database })
}

function toRecord(vector: Float32Array): VectorRecord {
  return { chunkId: uuidv7(), videoId: uuidv7(), language: 'en', vector }
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)
}

function randomUnit(random: () => number, dimensions: number): Float32Array {
  const values = Array.from({ length: dimensions }, () => random() - 0.5)
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}
