import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { noteEmbeddingModel } from '../../src/library/embedding-model.ts'
import { feedVectorStore } from '../../src/library/feed-vector-store.ts'
import { noteVectorStore } from '../../src/library/vector-store-in-use.ts'
import type { Database } from '../../src/ports/database.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { createConceptEmbedder } from '../support/concept-embedder.ts'
import { testDatabases } from '../support/databases.ts'
import { faissNote, openFaissStore, whyNoFaiss } from '../support/faiss.ts'
import { createSearchLibrary, spoken, type SearchLibrary } from '../support/search-library.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { until } from '../support/until.ts'

const embedder = createConceptEmbedder()
const { space } = embedder
const [testDatabase] = testDatabases

describe.skipIf(whyNoFaiss !== null || !testDatabase)(
  `FAISS beside the database${faissNote}`,
  () => {
    let directory: string
    let library: SearchLibrary
    let database: Database

    beforeAll(async () => {
      directory = await mkdtemp(join(tmpdir(), 'cuepoint-faiss-'))
      if (!testDatabase) throw new Error('no database to test with')
      library = await createSearchLibrary(await testDatabase.open())
      database = library.database
      await noteEmbeddingModel(space.modelId, { database })
      await noteVectorStore('faiss', { database })
    })
    afterAll(async () => {
      await database[Symbol.asyncDispose]()
      await rm(directory, { recursive: true, force: true })
    })

    const add = (title: string, line: string) =>
      library.add({ title, language: 'en', embedder, segments: spoken(line) })
    const embedded = async () => {
      const rows = await database.query<{ id: string }>('select chunk_id as id from embeddings')
      return rows.map(({ id }) => id).sort()
    }
    const stored = async (store: VectorStore) =>
      (await Array.fromAsync(store.chunkIds(space))).flat().sort()
    /** Until the index has what the database has. */
    const inStep = async () => {
      await using store = openFaissStore(directory)
      await using feeding = feedVectorStore({
        name: 'faiss',
        database,
        vectorStore: store,
        space,
        logger: silentLogger,
      })
      const expected = JSON.stringify(await embedded())
      await until(async () => JSON.stringify(await stored(store)) === expected)
      await feeding[Symbol.asyncDispose]()
    }

    it('follows it, and is still in step after a restart', async () => {
      await add('Dogs', 'The puppy ate the leash.')
      await add('Cats', 'The kitten sleeps.')
      await inStep()
      await using store = openFaissStore(directory)
      expect(await stored(store)).toEqual(await embedded())
      expect((await stored(store)).length).toBeGreaterThan(1)
    })

    it('loses what was deleted while it was closed, and gains what was added', async () => {
      await add('Birds', 'The parrot talks.')
      await database.query(`delete from videos where title = 'Dogs'`)
      await inStep()
      await using store = openFaissStore(directory)
      expect(await stored(store)).toEqual(await embedded())
    })

    it.each(['is damaged', 'is gone'])('is filled anew where it %s', async (how) => {
      const [folder = ''] = (await readdir(directory)).filter((name) => /^vectors-\w+$/.test(name))
      if (how === 'is gone') await rm(directory, { recursive: true })
      else {
        const files = await readdir(join(directory, folder))
        await rm(join(directory, folder, files.find((name) => name.endsWith('.faiss')) ?? ''))
      }
      await inStep()
      await using store = openFaissStore(directory)
      expect(await stored(store)).toEqual(await embedded())
    })
  },
)
