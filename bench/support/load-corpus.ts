import { v7 as uuidv7 } from 'uuid'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import type { Database } from '../../src/ports/database.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { replaceChunks } from '../../src/search/index-chunks.ts'
import { refreshSearchIndexes } from '../../src/search/refresh-search-indexes.ts'
import type { Corpus } from '../search-corpus.ts'

export const chunksOfVideo = 100

interface LoadDeps {
  readonly database: Database
  /** That of the database. */
  readonly vectorStore: VectorStore
  readonly space: EmbeddingSpace
  readonly corpus: Corpus
}

/**
 * Loads an invented library through the product's own indexing, from where an earlier run stopped. The indexes are made
 * when all is there: growing with every chunk, as they do in the product, takes several times as long.
 */
export async function loadCorpus(videoCount: number, deps: LoadDeps): Promise<void> {
  const { database, vectorStore, space } = deps
  const [row] = await database.query<{ videos: number }>('select count(*) as videos from videos')
  const loaded = row?.videos ?? 0
  const startedAt = performance.now()
  const definitions = loaded < videoCount ? await dropIndexes(database) : []
  let next = loaded
  const load = async () => {
    while (next < videoCount) {
      const video = next++
      await loadVideo(video, deps)
      if (video % 100 === 99) console.error(`${(video + 1) * chunksOfVideo} chunks`)
    }
  }
  await Promise.all(Array.from({ length: database.kind === 'server' ? 4 : 1 }, load))
  const loadedAt = performance.now()
  for (const definition of definitions) await executePatiently(database, definition)
  await refreshSearchIndexes(database)
  await vectorStore.prepare(space)
  const indexedAt = performance.now()
  await executePatiently(database, 'analyze')
  if (loaded >= videoCount) return
  const chunks = (videoCount - loaded) * chunksOfVideo
  const perSecond = (1000 * chunks) / (loadedAt - startedAt)
  const indexSeconds = (indexedAt - loadedAt) / 1000
  console.log(
    `loaded ${chunks} chunks with vectors at ${perSecond.toFixed(0)} a second, indexes made in ${indexSeconds.toFixed(0)} s`,
  )
}

/** Those that the search needs. Gives the statements that make the ones of the schema again. */
async function dropIndexes(database: Database): Promise<string[]> {
  const rows = await database.query<{ name: string; definition: string }>(
    `select indexname as name, indexdef as definition from pg_indexes
      where tablename = 'chunks' and indexdef ~ 'USING (gin|bm25)'`,
  )
  for (const { name } of rows) await database.execute(`drop index ${name}`)
  return rows.map(({ definition }) => definition).filter((text) => !text.includes('USING bm25'))
}

/** A million rows take longer than statements usually may. */
async function executePatiently(database: Database, statement: string): Promise<void> {
  await database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    await tx.query(statement)
  })
}

async function loadVideo(
  video: number,
  { database, vectorStore, space, corpus }: LoadDeps,
): Promise<void> {
  const [videoId, transcriptId] = [uuidv7(), uuidv7()]
  const chunks = Array.from({ length: chunksOfVideo }, (_, index) => corpus.chunk(video, index))
  const ids = await database.transaction(async (tx) => {
    await tx.query(
      `insert into videos (id, title, origin, status, embedded_model) values ($1, $2, 'external', 'ready', $3)`,
      [videoId, `Video ${video}`, space.modelId],
    )
    await tx.query(
      `insert into transcripts (id, video_id, source, engine, complete) values ($1, $2, 'import', 'bench', true)`,
      [transcriptId, videoId],
    )
    const owner = { videoId, transcriptId, language: 'en', title: `Video ${video}` }
    await replaceChunks(tx, owner, chunks, { fromIndex: 0 })
    return tx.query<{ id: string; index: number }>(
      'select id, chunk_index as index from chunks where video_id = $1',
      [videoId],
    )
  })
  const records = ids.map(({ id, index }) => ({
    chunkId: id,
    videoId,
    language: 'en',
    vector: corpus.vector(video, index),
  }))
  await vectorStore.upsert(space, records)
}
