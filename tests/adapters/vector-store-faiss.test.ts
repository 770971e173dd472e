import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { v7 as uuidv7 } from 'uuid'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFaissStore } from '../../src/adapters/vector-store/faiss.ts'
import type { VectorFilter, VectorRecord } from '../../src/ports/vector-store.ts'
import { vectorStoreContract, type VectorStoreScene } from '../contracts/vector-store.ts'
import {
  faissNote,
  loadFaissNode,
  openFaissStore,
  randomRecords,
  randomUnit,
  whyNoFaiss,
} from '../support/faiss.ts'
import { seededRandom } from '../support/own-words.ts'
import { silentLogger } from '../support/silent-logger.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cuepoint-faiss-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

describe('a FAISS index without faiss-node', () => {
  it('says what to install, and touches no folder', async () => {
    const module = join(directory, 'nowhere')
    const place = join(directory, 'index')
    await using store = createFaissStore({ kind: 'faiss', directory: place, module }, silentLogger)
    await expect(store.check({ modelId: 'm', dimensions: 3 })).rejects.toMatchObject({
      code: 'faiss-missing',
      retryable: 'when-available',
    })
    expect(await readdir(directory)).toEqual([])
  })
})

describe.skipIf(whyNoFaiss !== null)(`with the real FAISS${faissNote}`, () => {
  vectorStoreContract('FAISS', openScene)

  describe('an index of FAISS', () => {
    const space = { modelId: 'wide', dimensions: 64 }

    it('finds exactly the nearest of 20,000 vectors, behind filters too, after changes and after a restart', async () => {
      const random = seededRandom(11)
      const records = randomRecords(20_000, space.dimensions, random)
      const here = new Map(records.map((record) => [record.chunkId, record]))
      const videos = [...new Set(records.map(({ videoId }) => videoId))]
      const filters: VectorFilter[] = [
        {},
        { languages: ['fr'] },
        { videoIds: videos.slice(3, 5) },
        { videoIds: videos.slice(5, 30), languages: ['en'] },
      ]
      {
        await using store = openFaissStore(directory)
        await putAll(store, records)
        await expectExact(store, [...here.values()], filters)

        const gone = records.filter((_, place) => place % 7 === 0 || place < 3000)
        for (const { chunkId } of gone) here.delete(chunkId)
        for (let start = 0; start < gone.length; start += 1000)
          await store.delete(
            space,
            gone.slice(start, start + 1000).map(({ chunkId }) => chunkId),
          )
        const replaced = [...here.values()]
          .filter((_, place) => place % 5 === 0)
          .map((record) => ({ ...record, vector: randomUnit(space.dimensions, random) }))
        for (const record of replaced) here.set(record.chunkId, record)
        await putAll(store, replaced)
        await expectExact(store, [...here.values()], filters)
      }
      await using again = openFaissStore(directory)
      expect(await again.count(space)).toBe(here.size)
      await expectExact(again, [...here.values()], filters)
    })

    it('misses nothing while it changes', async () => {
      await using store = openFaissStore(directory)
      const random = seededRandom(5)
      const records = randomRecords(9000, space.dimensions, random)
      await putAll(store, records)
      const changed = new AbortController()
      const changing = putAll(store, records).finally(() => changed.abort())
      let searches = 0
      while (!changed.signal.aborted) {
        await nextTurn()
        const { chunkId, vector } = records[(searches * 619) % records.length] ?? neverRecord
        const [best] = await store.search(space, vector, { limit: 5, filter: {} })
        expect(best?.chunkId).toBe(chunkId)
        searches++
      }
      await changing
      expect(searches).toBeGreaterThan(1)
      expect(await store.count(space)).toBe(records.length)
    })

    it('has one owner, who lets go of it when it is closed', async () => {
      const store = openFaissStore(directory)
      await using other = openFaissStore(directory)
      await store.prepare(space)
      await expect(other.check(space)).rejects.toMatchObject({ code: 'faiss-in-use' })
      await store[Symbol.asyncDispose]()
      await expect(other.check(space)).resolves.toBeUndefined()
      await expect(store.check(space)).rejects.toMatchObject({ code: 'faiss-closed' })
    })

    it('is a file that FAISS would have written itself', async () => {
      await using store = openFaissStore(directory)
      const records = randomRecords(30, space.dimensions, seededRandom(3)).map((record) => ({
        ...record,
        vector: new Float32Array(space.dimensions).fill(1, 0, 1),
      }))
      await store.upsert(space, records)
      const [folder = ''] = (await readdir(directory)).filter((name) => name.startsWith('vectors-'))
      const { IndexFlatIP } = loadFaissNode()
      const index = new IndexFlatIP(space.dimensions)
      index.add(records.flatMap(({ vector }) => [...vector]))
      index.write(join(directory, 'own.faiss'))
      const own = await readFile(join(directory, 'own.faiss'))
      expect(own.equals(await readFile(join(directory, folder, '1.faiss')))).toBe(true)
    })

    it('gives room back that deleted vectors had', async () => {
      await using store = openFaissStore(directory)
      const records = randomRecords(9000, space.dimensions, seededRandom(9))
      await putAll(store, records)
      for (let start = 0; start < 8900; start += 100)
        await store.delete(
          space,
          records.slice(start, start + 100).map(({ chunkId }) => chunkId),
        )
      const [folder = ''] = (await readdir(directory)).filter((name) => name.startsWith('vectors-'))
      const files = await readdir(join(directory, folder))
      expect(files.filter((name) => name.endsWith('.faiss'))).toHaveLength(1)
      expect(await store.count(space)).toBe(100)
    })

    async function putAll(store: VectorStoreScene['store'], records: readonly VectorRecord[]) {
      for (let start = 0; start < records.length; start += store.maxBatch)
        await store.upsert(space, records.slice(start, start + store.maxBatch))
    }

    async function expectExact(
      store: VectorStoreScene['store'],
      records: readonly VectorRecord[],
      filters: readonly VectorFilter[],
    ) {
      const random = seededRandom(23)
      for (const filter of filters) {
        const passing = records.filter(
          ({ videoId, language }) =>
            (filter.videoIds?.includes(videoId) ?? true) &&
            (filter.languages?.includes(language ?? '') ?? true),
        )
        for (let question = 0; question < 5; question++) {
          const query = randomUnit(space.dimensions, random)
          const nearest = passing
            .map(({ chunkId, vector }) => ({ chunkId, cosine: dot(vector, query) }))
            .sort((a, b) => b.cosine - a.cosine)
            .slice(0, 25)
          const hits = await store.search(space, query, { limit: 25, filter })
          expect(hits.map(({ chunkId }) => chunkId)).toEqual(nearest.map(({ chunkId }) => chunkId))
        }
      }
    }
  })
})

const neverRecord: VectorRecord = {
  chunkId: '',
  videoId: '',
  language: null,
  vector: new Float32Array(),
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)
}

async function openScene(): Promise<VectorStoreScene> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-faiss-'))
  const store = openFaissStore(folder)
  const spaces = { 'contract-3': 3, "contract's other": 5, 'contract-16': 16 }
  return {
    store,
    add: (_language, count) =>
      Promise.resolve({
        videoId: uuidv7(),
        chunkIds: Array.from({ length: count }, () => uuidv7()),
      }),
    async clear() {
      for (const [modelId, dimensions] of Object.entries(spaces))
        await store.drop({ modelId, dimensions })
    },
    async [Symbol.asyncDispose]() {
      await store[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}
