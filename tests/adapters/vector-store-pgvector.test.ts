import { v7 as uuidv7 } from 'uuid'
import { describe, expect, it } from 'vitest'
import { createPgvectorStore } from '../../src/adapters/vector-store/pgvector.ts'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import { vectorStoreContract, type VectorStoreScene } from '../contracts/vector-store.ts'
import { testDatabases } from '../support/databases.ts'

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`on ${testDatabase.name}`, () => {
    vectorStoreContract('pgvector', async () => openScene(await testDatabase.open()))

    it('indexes what HNSW can take, and compares exactly what it cannot', async () => {
      await using database = await testDatabase.open()
      await using scene = await openScene(database)
      const dimensions = { 2000: 1, 3000: database.kind === 'server' ? 1 : 0, 4500: 0 }
      for (const [length, indexes] of Object.entries(dimensions)) {
        const space = { modelId: `wide-${length}`, dimensions: Number(length) }
        await scene.store.prepare(space)
        expect(await countIndexes(database, space.modelId), length).toBe(indexes)
        const { videoId, chunkIds } = await scene.add('en', 2)
        const vectors = [0, 1].map((place) =>
          new Float32Array(space.dimensions).fill(1, place, place + 1),
        )
        const records = chunkIds.map((chunkId, index) => ({
          chunkId,
          videoId,
          language: 'en',
          vector: vectors[index] ?? new Float32Array(),
        }))
        await scene.store.upsert(space, records)
        const [first] = vectors
        const hits = await scene.store.search(space, first ?? new Float32Array(), {
          limit: 1,
          filter: {},
        })
        expect(hits).toEqual([{ chunkId: chunkIds[0], cosine: 1 }])
      }
    })

    it('finds vectors that were saved beside it', async () => {
      await using scene = await openScene(await testDatabase.open())
      const space = { modelId: 'beside', dimensions: 2 }
      const { chunkIds } = await scene.add('en', 1)
      await scene.database.query(`insert into embeddings values ($1, 'beside', '[1,0]')`, [
        chunkIds[0],
      ])
      expect(
        await scene.store.search(space, Float32Array.of(1, 0), { limit: 1, filter: {} }),
      ).toHaveLength(1)
    })
  })
}

async function countIndexes(database: Database, modelId: string): Promise<number> {
  const rows = await database.query(
    `select 1 from pg_indexes where tablename = 'embeddings' and indexdef like $1`,
    [`%hnsw%${modelId}%`],
  )
  return rows.length
}

async function openScene(database: Database): Promise<VectorStoreScene & { database: Database }> {
  await migrate(database)
  return {
    database,
    store: createPgvectorStore({ database }),
    async add(language, count) {
      const [videoId, transcriptId] = [uuidv7(), uuidv7()]
      const chunkIds = Array.from({ length: count }, () => uuidv7())
      await database.query(
        `insert into videos (id, title, origin) values ($1, 'Video', 'external')`,
        [videoId],
      )
      await database.query(
        `insert into transcripts (id, video_id, source, engine) values ($1, $2, 'import', 'test')`,
        [transcriptId, videoId],
      )
      await database.query(
        `insert into chunks (id, video_id, transcript_id, chunk_index, start_time, end_time, text, language, spans)
         select c.id, $1, $2, c.position, 0, 1, '', $3, '{}'
           from unnest($4::uuid[]) with ordinality as c (id, position)`,
        [videoId, transcriptId, language, chunkIds],
      )
      return { videoId, chunkIds }
    },
    async clear() {
      await database.query('delete from videos')
    },
    [Symbol.asyncDispose]: () => database[Symbol.asyncDispose](),
  }
}
