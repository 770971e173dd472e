import { parseArgs } from 'node:util'
import { v7 as uuidv7 } from 'uuid'
import { openDatabase } from '../src/adapters/database/index.ts'
import { createPgvectorStore } from '../src/adapters/vector-store/pgvector.ts'
import { migrate } from '../src/library/migrate.ts'
import type { Database } from '../src/ports/database.ts'
import type { Embedder } from '../src/ports/embedder.ts'
import { replaceChunks } from '../src/search/index-chunks.ts'
import { refreshSearchIndexes } from '../src/search/refresh-search-indexes.ts'
import type { SearchMode } from '../src/search/search-answer.ts'
import { searchMoments } from '../src/search/search-moments.ts'
import { startPostgresServer } from '../tests/support/postgres-server.ts'
import { createCorpus } from './search-corpus.ts'

/**
 * Speed of the search in a large library, and how many of the truly nearest the vector index finds:
 * `node bench/search.ts [--chunks 100000] [--directory DIR | --url postgres://… | --server]`; `--server` starts the PostgreSQL 18
 * of the tests. An invented library (search-corpus.ts) is
 * loaded through the product's own indexing; a directory keeps it for the next run. The question's own embedding is left out.
 */
const { values } = parseArgs({
  options: {
    chunks: { type: 'string', default: '100000' },
    dimensions: { type: 'string', default: '384' },
    questions: { type: 'string', default: '200' },
    directory: { type: 'string' },
    url: { type: 'string' },
    server: { type: 'boolean', default: false },
  },
})
const chunkCount = Number(values.chunks)
const dimensions = Number(values.dimensions)
const questionCount = Number(values.questions)
const chunksOfVideo = 100
const videoCount = Math.ceil(chunkCount / chunksOfVideo)

const nothing = () => undefined
const logger = { debug: nothing, info: nothing, warn: console.error, error: console.error }
const space = { modelId: 'bench', dimensions }
const corpus = createCorpus(dimensions)

await using server = values.server ? await startPostgresServer('postgres-18') : null
const url = values.url ?? (await server?.createDatabase())
await using database = await openDatabase(
  url === undefined
    ? { kind: 'embedded', directory: values.directory ?? null }
    : { kind: 'server', url, poolSize: 10, statementTimeoutMs: 600_000 },
  logger,
)
await migrate(database)
await refreshSearchIndexes(database)
await using vectorStore = createPgvectorStore({ database })
await load(database)
await showSizes(database)
const questions = Array.from({ length: questionCount }, (_, number) =>
  corpus.question((number * 7919) % videoCount, (number * 31) % chunksOfVideo),
)
for (const mode of ['keyword', 'semantic', 'hybrid'] as const) await measure(mode)
await measureRecall()

async function load(db: Database): Promise<void> {
  const [row] = await db.query<{ videos: number }>('select count(*) as videos from videos')
  const startedAt = performance.now()
  const loaded = row?.videos ?? 0
  for (let video = loaded; video < videoCount; video += 1) {
    await loadVideo(db, video)
    if (video % 100 === 99) console.error(`${(video + 1) * chunksOfVideo} chunks`)
  }
  // The index at last: growing with every vector, as it does in the product, takes several times as long.
  await vectorStore.prepare(space)
  await db.execute('vacuum analyze')
  if (loaded >= videoCount) return
  const seconds = (performance.now() - startedAt) / 1000
  const chunks = (videoCount - loaded) * chunksOfVideo
  console.log(`loaded ${chunks} chunks with vectors at ${(chunks / seconds).toFixed(0)} a second`)
}

async function loadVideo(db: Database, video: number): Promise<void> {
  const [videoId, transcriptId] = [uuidv7(), uuidv7()]
  const chunks = Array.from({ length: chunksOfVideo }, (_, index) => corpus.chunk(video, index))
  const ids = await db.transaction(async (tx) => {
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

async function showSizes(db: Database): Promise<void> {
  const rows = await db.query<{ name: string; megabytes: number }>(
    `select relname as name, pg_table_size(oid) / 1048576.0 as megabytes from pg_class
      where relname ~ '^(chunks|embeddings|vocabulary|indexed_videos)' and relkind in ('r', 'i') order by relkind, 2 desc`,
  )
  for (const { name, megabytes } of rows) console.log(`${name}: ${megabytes.toFixed(1)} MB`)
}

async function measure(mode: SearchMode): Promise<void> {
  const times: number[] = []
  const legs = { keyword: [0], letters: [0], semantic: [0] }
  for (const [number, { text, vector }] of questions.entries()) {
    const answer = await searchMoments(
      { text, mode, limit: 10, offset: 0, groupByVideo: false },
      { database, vectorStore, logger, embedder: embedderOf(vector) },
    )
    // The first searches read the indexes from the disk.
    if (number < questions.length / 10) continue
    times.push(answer.tookMs)
    for (const name of ['keyword', 'letters', 'semantic'] as const)
      legs[name].push(answer.legs[name].tookMs)
  }
  const parts = Object.entries(legs).map(([name, ms]) => `${name} ${quantile(ms, 0.5)}`)
  console.log(
    `${mode}: p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms (legs side by side: ${parts.join(', ')})`,
  )
}

function embedderOf(vector: Float32Array): Embedder {
  return {
    space,
    maxBatch: 1,
    noiseCosine: 0.3,
    embed: () => Promise.resolve([vector]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

async function measureRecall(): Promise<void> {
  let found = 0
  let wanted = 0
  const times: number[] = []
  for (const { vector } of questions.slice(0, 50)) {
    const startedAt = performance.now()
    const hits = await vectorStore.search(space, vector, { limit: 10, filter: {} })
    times.push(performance.now() - startedAt)
    const nearest = await database.query<{ id: string }>(
      'select chunk_id as id from embeddings where model_id = $2 order by (vector <=> $1::vector) + 0 limit 10',
      [`[${vector.join(',')}]`, space.modelId],
    )
    const ids = new Set(hits.map(({ chunkId }) => chunkId))
    found += nearest.filter(({ id }) => ids.has(id)).length
    wanted += nearest.length
  }
  console.log(`recall@10 ${(found / wanted).toFixed(3)}, p50 ${quantile(times, 0.5)} ms`)
}

function quantile(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1)
}
