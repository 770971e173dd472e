import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { noteEmbeddingModel } from '../../src/library/embedding-model.ts'
import { feedVectorStore } from '../../src/library/feed-vector-store.ts'
import { refillVectorStore, repairVectors } from '../../src/library/repair-vectors.ts'
import { countUntold } from '../../src/library/vector-outbox.ts'
import { noteVectorStore, noteVectorStoreOfWriter } from '../../src/library/vector-store-in-use.ts'
import type { Database } from '../../src/ports/database.ts'
import { createConceptEmbedder } from '../support/concept-embedder.ts'
import { testDatabases } from '../support/databases.ts'
import { createMemoryVectorStore, type MemoryVectorStore } from '../support/memory-vector-store.ts'
import { createSearchLibrary, spoken, type SearchLibrary } from '../support/search-library.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

const embedder = createConceptEmbedder()
const { space } = embedder
const name = 'memory'

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`the outbox on ${testDatabase.name}`, () => {
    let library: SearchLibrary
    let database: Database
    let store: MemoryVectorStore
    let feeds: AsyncDisposableStack

    beforeAll(async () => {
      library = await createSearchLibrary(await testDatabase.open())
      database = library.database
      await noteEmbeddingModel(space.modelId, { database })
    })
    afterAll(() => database[Symbol.asyncDispose]())
    beforeEach(async () => {
      await database.query('delete from videos')
      await noteVectorStore(null, { database })
      await noteVectorStore(name, { database })
      store = createMemoryVectorStore()
      feeds = new AsyncDisposableStack()
    })
    afterEach(() => feeds.disposeAsync())

    const add = (title: string, ...lines: string[]) =>
      library.add({ title, language: 'en', embedder, segments: spoken(...lines) })
    const feed = () =>
      feedVectorStore({ name, database, vectorStore: store, space, logger: silentLogger })
    const untold = () => countUntold(database, space.modelId, 1000)
    const everythingTold = () => until(async () => (await untold()) === 0)
    const embedded = async () => {
      const rows = await database.query<{ id: string }>('select chunk_id as id from embeddings')
      return rows.map(({ id }) => id).sort()
    }
    const stored = () => [...store.records(space).keys()].sort()
    const tellEverything = async () => {
      const feeding = feed()
      await everythingTold().finally(() => feeding[Symbol.asyncDispose]())
    }

    it('tells the store of every vector, with its video and its language', async () => {
      const video = await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      expect(stored()).toEqual(await embedded())
      expect([...store.records(space).values()]).toMatchObject([{ videoId: video, language: 'en' }])
    })

    it('writes the change in the transaction of the vector, and not at all when that fails', async () => {
      const video = await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      const gone = new Error('given up')
      const failing = database.transaction(async (tx) => {
        await tx.query('delete from videos where id = $1', [video])
        throw gone
      })
      await expect(failing).rejects.toBe(gone)
      expect(await untold()).toBe(0)
    })

    it('tells of vectors that go with their video', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      const beach = await add('Beach', 'The ocean has waves.')
      await tellEverything()
      await database.query('delete from videos where id = $1', [beach])
      expect(await untold()).toBe(1)
      await tellEverything()
      expect(stored()).toEqual(await embedded())
      expect(stored()).toHaveLength(1)
    })

    it('tells of another language of a chunk', async () => {
      const video = await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      await database.query(`update chunks set language = 'de' where video_id = $1`, [video])
      await tellEverything()
      expect([...store.records(space).values()]).toMatchObject([{ language: 'de' }])
    })

    it('keeps what a store that is down was not told, and goes on when it is back', async () => {
      store.isDown = true
      feeds.use(feed())
      await add('Dogs', 'The puppy ate the leash.')
      await until(async () => (await untold()) === 1)
      store.isDown = false
      await everythingTold()
      expect(stored()).toEqual(await embedded())
    })

    it('answers with the words while the store is down, and says so', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      store.isDown = true
      const { moments, legs } = await library.search('puppy', { embedder, vectorStore: store })
      expect(moments.map(({ video }) => video.title)).toEqual(['Dogs'])
      expect(legs.keyword.state).toBe('ok')
      expect(legs.semantic).toMatchObject({ state: 'failed', reason: 'The store is down.' })
    })

    it('says that a part is not found by its meaning yet', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      await add('Beach', 'The ocean has waves.')
      const { legs } = await library.search('hound', { embedder, vectorStore: store })
      expect(legs.semantic).toMatchObject({ state: 'partial', coverage: 0.5 })
    })

    it('does not lose a change that is made while the store is told of an older one', async () => {
      const video = await add('Dogs', 'The puppy ate the leash.')
      store.beforeAnswer = async () => {
        store.beforeAnswer = null
        await database.query('delete from videos where id = $1', [video])
      }
      await tellEverything()
      expect(stored()).toEqual([])
    })

    it('lets several processes share the work', async () => {
      feeds.use(feed())
      feeds.use(feed())
      for (let number = 0; number < 10; number++) await add(`Dog ${number}`, 'A puppy.', 'A hound.')
      await everythingTold()
      expect(stored()).toEqual(await embedded())
      expect(stored()).toHaveLength(10)
    })

    it('tells another store of everything', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      store = createMemoryVectorStore()
      await noteVectorStore('another memory', { database })
      feeds.use(
        feedVectorStore({
          name: 'another memory',
          database,
          vectorStore: store,
          space,
          logger: silentLogger,
        }),
      )
      await everythingTold()
      expect(stored()).toEqual(await embedded())
    })

    it('gives a store that has lost its vectors all of them again', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      store.lose()
      feeds.use(feed())
      await until(() => Promise.resolve(stored().length === 1))
      expect(stored()).toEqual(await embedded())
    })

    it('takes the outbox up again when a process with another setting has stopped it', async () => {
      await noteVectorStore(null, { database })
      await add('Dogs', 'The puppy ate the leash.')
      expect(await untold()).toBe(0)
      feeds.use(feed())
      await until(() => Promise.resolve(stored().length === 1))
    })

    it('is not stirred up by a writer that knows the store by another place', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      await noteVectorStoreOfWriter('memory elsewhere', { database })
      expect(await untold()).toBe(0)
      await noteVectorStore(null, { database })
      await noteVectorStoreOfWriter('memory elsewhere', { database })
      expect(await untold()).toBe(1)
      await noteVectorStoreOfWriter(null, { database })
      expect(await untold()).toBe(0)
    })

    it('writes nothing down while the database searches its own vectors', async () => {
      await noteVectorStore(null, { database })
      const video = await add('Dogs', 'The puppy ate the leash.')
      await database.query('delete from videos where id = $1', [video])
      const rows = await database.query('select 1 from vector_outbox')
      expect(rows).toEqual([])
    })

    it('finds what a store lacks and what it has without need, and puts both right', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await add('Beach', 'The ocean has waves.')
      await tellEverything()
      const [lost = '', kept = ''] = stored()
      const record = store.records(space).get(kept)
      await store.delete(space, [lost])
      const ghost = '01900000-0000-7000-8000-000000000000'
      if (record) await store.upsert(space, [{ ...record, chunkId: ghost }])
      const deps = { database, embedder, vectorStore: store }
      expect(await repairVectors(deps)).toEqual({ missing: 1, extra: 1, dropped: [] })
      await tellEverything()
      expect(stored()).toEqual(await embedded())
      expect(await repairVectors(deps)).toEqual({ missing: 0, extra: 0, dropped: [] })
    })

    it('removes the vectors of an older model once every chunk has one of the new', async () => {
      const older = { modelId: 'older', dimensions: 2 }
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      const [chunkId = ''] = await embedded()
      await database.query(
        `insert into embeddings (chunk_id, model_id, vector) values ($1, 'older', '[1,0]')`,
        [chunkId],
      )
      const videoId = [...store.records(space).values()][0]?.videoId ?? ''
      await store.upsert(older, [
        { chunkId, videoId, language: null, vector: Float32Array.of(1, 0) },
      ])
      const repaired = await repairVectors({ database, embedder, vectorStore: store })
      expect(repaired?.dropped).toEqual(['older'])
      expect(store.records(older).size).toBe(0)
    })

    it('fills a store anew', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await tellEverything()
      store.lose()
      expect(await refillVectorStore({ database, embedder, vectorStore: store })).toBe(1)
      await tellEverything()
      expect(stored()).toEqual(await embedded())
    })

    it('has nothing to fill where the database searches its own vectors', async () => {
      const deps = { database, embedder, vectorStore: library.vectorStore }
      await expect(refillVectorStore(deps)).rejects.toMatchObject({ code: 'no-external-store' })
      expect(await repairVectors(deps)).toBeNull()
    })
  })
}
