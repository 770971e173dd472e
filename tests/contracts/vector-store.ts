import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import type { VectorRecord, VectorStore } from '../../src/ports/vector-store.ts'
import { seededRandom } from '../support/own-words.ts'

/** What a store is tested with: chunks that exist in the library, in the order of `add`. */
export interface VectorStoreScene extends AsyncDisposable {
  readonly store: VectorStore
  /** Where a store is eventually consistent: waits until what was written and deleted is what is found. */
  settle?(): Promise<void>
  /** Makes chunks of a new video and resolves to their place in the library; the store does not know them yet. */
  add(language: string | null, count: number): Promise<{ videoId: string; chunkIds: string[] }>
  /** Takes every chunk and vector away. */
  clear(): Promise<void>
}

/** What every vector store promises; see the comments of the port. */
export function vectorStoreContract(name: string, open: () => Promise<VectorStoreScene>): void {
  describe(`${name} as a vector store`, () => {
    const space: EmbeddingSpace = { modelId: 'contract-3', dimensions: 3 }
    let scene: VectorStoreScene
    let store: VectorStore

    beforeAll(async () => {
      scene = await open()
      store = scene.store
    })
    afterAll(() => scene[Symbol.asyncDispose]())
    beforeEach(async () => {
      await scene.clear()
      await store.prepare(space)
    })

    /** A video whose chunks have these vectors. */
    const addVectors = async (
      language: string | null,
      vectors: readonly (readonly number[])[],
      inSpace = space,
    ): Promise<VectorRecord[]> => {
      const { videoId, chunkIds } = await scene.add(language, vectors.length)
      const records = vectors.map((vector, index) => ({
        chunkId: chunkIds[index] ?? '',
        videoId,
        language,
        vector: unit(vector),
      }))
      await store.upsert(inSpace, records)
      return records
    }
    const search = async (
      vector: readonly number[],
      filter: { videoIds?: readonly string[]; languages?: readonly string[] } = {},
      limit = 10,
    ) => {
      await scene.settle?.()
      return store.search(space, unit(vector), { limit, filter })
    }
    const count = async (inSpace = space) => {
      await scene.settle?.()
      return store.count(inSpace)
    }
    const listed = async () => {
      await scene.settle?.()
      return (await Array.fromAsync(store.chunkIds(space))).flat().sort()
    }
    const idsOf = (items: readonly { chunkId: string }[]) => items.map(({ chunkId }) => chunkId)

    it('finds the nearest, best first, with their cosine', async () => {
      const [x, y, xy] = await addVectors('en', [
        [1, 0, 0],
        [0, 1, 0],
        [1, 1, 0],
      ])
      const hits = await search([1, 0, 0])
      expect(idsOf(hits)).toEqual(idsOf([x, xy, y].filter((record) => record !== undefined)))
      expect(hits[0]?.cosine).toBeCloseTo(1)
      expect(hits[1]?.cosine).toBeCloseTo(Math.SQRT1_2)
      expect(hits[2]?.cosine).toBeCloseTo(0)
    })

    it('gives cosines down to -1', async () => {
      await addVectors('en', [[-1, 0, 0]])
      expect((await search([1, 0, 0]))[0]?.cosine).toBeCloseTo(-1)
    })

    it('gives at most as many as asked for, and nothing for none', async () => {
      await addVectors('en', circle(20))
      expect(await search([1, 0, 0], {}, 7)).toHaveLength(7)
      expect(await search([1, 0, 0], {}, 0)).toEqual([])
    })

    it('finds nothing where nothing is', async () => {
      expect(await search([1, 0, 0])).toEqual([])
      expect(await count()).toBe(0)
    })

    it('prepares a space again without harm', async () => {
      await addVectors('en', [[1, 0, 0]])
      await Promise.all([store.prepare(space), store.prepare(space)])
      expect(await search([1, 0, 0])).toHaveLength(1)
    })

    it('replaces the vector of the same chunk', async () => {
      const [record] = await addVectors('en', [[1, 0, 0]])
      if (record) await store.upsert(space, [{ ...record, vector: unit([0, 0, 1]) }])
      expect((await search([0, 0, 1]))[0]?.cosine).toBeCloseTo(1)
      expect(await count()).toBe(1)
    })

    it('replaces the video and the language of a chunk, unless the database itself knows them', async () => {
      if (store.fedBy === 'transaction') return
      const [record] = await addVectors('en', [[1, 0, 0]])
      const { videoId } = await scene.add('de', 1)
      if (record) await store.upsert(space, [{ ...record, videoId, language: 'de' }])
      expect(await search([1, 0, 0], { languages: ['en'] })).toEqual([])
      expect(await search([1, 0, 0], { videoIds: [record?.videoId ?? ''] })).toEqual([])
      const found = await search([1, 0, 0], { languages: ['de'], videoIds: [videoId] })
      expect(idsOf(found)).toEqual([record?.chunkId])
      if (record) await store.upsert(space, [{ ...record, language: null }])
      expect(await search([1, 0, 0], { languages: ['de', 'en', ''] })).toEqual([])
      expect(await search([1, 0, 0])).toHaveLength(1)
    })

    it('takes the last of several vectors for one chunk', async () => {
      const [record] = await addVectors('en', [[1, 0, 0]])
      const vectors = [unit([0, 1, 0]), unit([0, 0, 1])]
      if (record)
        await store.upsert(
          space,
          vectors.map((vector) => ({ ...record, vector })),
        )
      expect((await search([0, 0, 1]))[0]?.cosine).toBeCloseTo(1)
    })

    it('finds nothing of a chunk that was deleted and has a vector again but the new one', async () => {
      const [record] = await addVectors('en', [[1, 0, 0]])
      if (!record) throw new Error('1 record')
      await store.delete(space, [record.chunkId])
      await store.upsert(space, [{ ...record, vector: unit([0, 1, 0]) }])
      const hits = await search([0, 1, 0])
      expect(idsOf(hits)).toEqual([record.chunkId])
      expect(hits[0]?.cosine).toBeCloseTo(1)
    })

    it('deletes chunks, and does not mind those that are not there', async () => {
      const [gone, kept] = await addVectors('en', [
        [1, 0, 0],
        [0, 1, 0],
      ])
      const stranger = '0199a000-0000-7000-8000-000000000000'
      await store.delete(space, [gone?.chunkId ?? '', stranger])
      await store.delete(space, [])
      expect(idsOf(await search([1, 0, 0]))).toEqual([kept?.chunkId])
      expect(await count()).toBe(1)
    })

    it('takes nothing', async () => {
      await store.upsert(space, [])
      expect(await count()).toBe(0)
    })

    it('keeps to videos and languages', async () => {
      const english = await addVectors('en', circle(5))
      const german = await addVectors('de', circle(5))
      await addVectors(null, circle(5))
      const video = (records: readonly VectorRecord[]) => records[0]?.videoId ?? ''
      const found = async (filter: Parameters<typeof search>[1]) =>
        new Set(idsOf(await search([1, 0, 0], filter, 100)))
      expect(await found({ languages: ['de'] })).toEqual(new Set(idsOf(german)))
      expect(await found({ videoIds: [video(english)] })).toEqual(new Set(idsOf(english)))
      expect((await found({ languages: ['de', 'en'] })).size).toBe(10)
      expect((await found({ videoIds: [video(english)], languages: ['de'] })).size).toBe(0)
      expect((await found({ videoIds: [] })).size).toBe(0)
      expect((await found({ languages: [] })).size).toBe(0)
      expect((await found({})).size).toBe(15)
    })

    it('finds as many as asked for behind a filter, however far from the question they are', async () => {
      for (let video = 0; video < 6; video += 1)
        await addVectors(
          'en',
          Array.from({ length: 100 }, (_, i) => [1, i / 1000, video / 1000]),
        )
      const far = await addVectors(
        'fr',
        Array.from({ length: 12 }, (_, i) => [-1, i / 10, 0.1]),
      )
      expect(new Set(idsOf(await search([1, 0, 0], { languages: ['fr'] }, 10))).size).toBe(10)
      const videoIds = [far[0]?.videoId ?? '']
      expect(await search([1, 0, 0], { videoIds }, 50)).toHaveLength(12)
    })

    it('keeps spaces apart', async () => {
      const other: EmbeddingSpace = { modelId: "contract's other", dimensions: 5 }
      await store.prepare(other)
      await addVectors('en', [[1, 0, 0]])
      await addVectors('en', [[1, 0, 0, 0, 0]], other)
      expect(await search([1, 0, 0])).toHaveLength(1)
      expect(await count(other)).toBe(1)
      const hits = await store.search(other, unit([1, 0, 0, 0, 0]), { limit: 5, filter: {} })
      expect(hits).toHaveLength(1)
    })

    it('takes a full batch, lists it, and finds nearly all that is nearest in many', async () => {
      const wide: EmbeddingSpace = { modelId: 'contract-16', dimensions: 16 }
      await store.prepare(wide)
      const random = seededRandom(7)
      const vectors = Array.from({ length: Math.min(store.maxBatch, 1000) }, () =>
        Array.from({ length: 16 }, () => random() - 0.5),
      )
      const records = await addVectors('en', vectors, wide)
      expect(await count(wide)).toBe(records.length)
      const ids = (await Array.fromAsync(store.chunkIds(wide))).flat().sort()
      expect(ids).toEqual(idsOf(records).sort())
      let found = 0
      for (let query = 0; query < 20; query += 1) {
        const vector = unit(Array.from({ length: 16 }, () => random() - 0.5))
        const nearest = records
          .map((record) => ({ ...record, cosine: dot(record.vector, vector) }))
          .sort((a, b) => b.cosine - a.cosine)
          .slice(0, 10)
        const hits = new Set(idsOf(await store.search(wide, vector, { limit: 10, filter: {} })))
        found += nearest.filter(({ chunkId }) => hits.has(chunkId)).length
      }
      expect(found / 200).toBeGreaterThanOrEqual(0.95)
    })

    it('lists the chunks that have a vector, each once', async () => {
      expect(await listed()).toEqual([])
      const records = await addVectors('en', circle(25))
      const [first, second] = records
      if (!first || !second) throw new Error('25 records')
      await store.upsert(space, [{ ...first, vector: unit([0, 0, 1]) }])
      await store.delete(space, [second.chunkId])
      const kept = records.filter((record) => record !== second)
      expect(await listed()).toEqual(idsOf(kept).sort())
    })

    it('drops a whole space, leaves the others, and takes vectors again afterwards', async () => {
      const other: EmbeddingSpace = { modelId: "contract's other", dimensions: 5 }
      await store.prepare(other)
      await addVectors('en', [[1, 0, 0]])
      await addVectors('en', [[1, 0, 0, 0, 0]], other)
      await store.drop(other)
      await store.drop(other)
      expect([await count(), await count(other)]).toEqual([1, 0])
      await store.prepare(other)
      await addVectors('en', [[0, 1, 0, 0, 0]], other)
      expect(await count(other)).toBe(1)
    })

    it('can be used', async () => {
      await expect(store.check(space)).resolves.toBeUndefined()
    })

    it('refuses vectors of another length', async () => {
      const [record] = await addVectors('en', [[1, 0, 0]])
      await expect(
        store.search(space, unit([1, 0]), { limit: 1, filter: {} }),
      ).rejects.toMatchObject({
        code: 'invalid-input',
      })
      if (record)
        await expect(
          store.upsert(space, [{ ...record, vector: unit([1, 0]) }]),
        ).rejects.toMatchObject({
          code: 'invalid-input',
        })
    })

    it('rejects with the reason of an abort', async () => {
      const reason = new Error('nobody waits any more')
      const signal = AbortSignal.abort(reason)
      await expect(store.upsert(space, [], signal)).rejects.toBe(reason)
      await expect(
        store.search(space, unit([1, 0, 0]), { limit: 1, filter: {} }, signal),
      ).rejects.toBe(reason)
      await expect(Array.fromAsync(store.chunkIds(space, signal))).rejects.toBe(reason)
      await expect(store.check(space, signal)).rejects.toBe(reason)
    })
  })
}

function unit(values: readonly number[]): Float32Array {
  const length = Math.hypot(...values)
  return Float32Array.from(values, (value) => value / length)
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0)
}

function circle(count: number): number[][] {
  return Array.from({ length: count }, (_, i) => [Math.cos(i), Math.sin(i), 0.5])
}
