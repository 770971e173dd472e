import { parseArgs } from 'node:util'
import { openDatabase } from '../src/adapters/database/index.ts'
import { createPgvectorStore } from '../src/adapters/vector-store/pgvector.ts'
import { migrate } from '../src/library/migrate.ts'
import type { Database } from '../src/ports/database.ts'
import type { Embedder } from '../src/ports/embedder.ts'
import type { VectorStore } from '../src/ports/vector-store.ts'
import { refreshSearchIndexes } from '../src/search/refresh-search-indexes.ts'
import type { SearchMode } from '../src/search/search-answer.ts'
import { searchMoments } from '../src/search/search-moments.ts'
import { startPostgresServer, type PostgresServer } from '../tests/support/postgres-server.ts'
import { createCorpus } from './search-corpus.ts'
import { chunksOfVideo, loadCorpus } from './support/load-corpus.ts'
import { fillStore, openOtherStore, otherStores } from './support/other-stores.ts'

/**
 * Speed of the search in a large library, and how many of the truly nearest the vector index finds:
 * `node bench/search.ts [--chunks 100000] [--directory DIR | --url postgres://… | --server] [--stores faiss,milvus]`; `--server`
 * starts the PostgreSQL 18 of the tests, `--stores` fills other vector stores from the same database and measures them beside
 * it. An invented library (search-corpus.ts) is loaded through the product's own indexing; a directory keeps it for the next
 * run. The question's own embedding is left out.
 */
const { values } = parseArgs({
  options: {
    chunks: { type: 'string', default: '100000' },
    dimensions: { type: 'string', default: '384' },
    questions: { type: 'string', default: '200' },
    directory: { type: 'string' },
    url: { type: 'string' },
    server: { type: 'boolean', default: false },
    stores: { type: 'string', default: '' },
  },
})
const chunkCount = Number(values.chunks)
const dimensions = Number(values.dimensions)
const questionCount = Number(values.questions)
const videoCount = Math.ceil(chunkCount / chunksOfVideo)

const nothing = () => undefined
const logger = { debug: nothing, info: nothing, warn: console.error, error: console.error }
const space = { modelId: 'bench', dimensions }
const corpus = createCorpus(dimensions)

await using server = values.server ? await startPostgresServer('postgres-18') : null
if (server) await giveMemory(server)
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
await loadCorpus(videoCount, { database, vectorStore, space, corpus })
await showSizes(database)
const questions = Array.from({ length: questionCount }, (_, number) =>
  corpus.question((number * 7919) % videoCount, (number * 31) % chunksOfVideo),
)
const nearest = await findNearest()
for (const mode of ['keyword', 'semantic', 'hybrid'] as const) await measure(mode, vectorStore)
await measureRecall(vectorStore)
for (const name of otherStores.filter((other) => values.stores.split(',').includes(other))) {
  await using other = await openOtherStore(name)
  console.log(name)
  await fillStore(other, { database, from: vectorStore, space })
  for (const mode of ['semantic', 'hybrid'] as const) await measure(mode, other.store)
  await measureRecall(other.store)
}

/** As an operator gives it to a server of 16 GB. */
async function giveMemory(started: PostgresServer): Promise<void> {
  await started.execute(`alter system set shared_buffers = '4GB'`)
  await started.execute(`alter system set maintenance_work_mem = '2GB'`)
  await started.execute(`alter system set max_wal_size = '8GB'`)
  await started.restart()
}

async function showSizes(db: Database): Promise<void> {
  const rows = await db.query<{ name: string; megabytes: number }>(
    `select relname as name, pg_table_size(oid) / 1048576.0 as megabytes from pg_class
      where relname ~ '^(chunks|embeddings|vocabulary|indexed_videos)' and relkind in ('r', 'i') order by relkind, 2 desc`,
  )
  for (const { name, megabytes } of rows) console.log(`${name}: ${megabytes.toFixed(1)} MB`)
}

async function measure(mode: SearchMode, store: VectorStore): Promise<void> {
  const times: number[] = []
  const legs = { keyword: [0], letters: [0], semantic: [0] }
  for (const [number, { text, vector }] of questions.entries()) {
    const answer = await searchMoments(
      { text, mode, limit: 10, offset: 0, groupByVideo: false },
      { database, vectorStore: store, logger, embedder: embedderOf(vector) },
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

/** The ten that are truly nearest to each of some questions: every vector is looked at. */
async function findNearest(): Promise<ReadonlySet<string>[]> {
  const found: ReadonlySet<string>[] = []
  for (const { vector } of questions.slice(0, 50)) {
    const rows = await database.query<{ id: string }>(
      'select chunk_id as id from embeddings where model_id = $2 order by (vector <=> $1::vector) + 0 limit 10',
      [`[${vector.join(',')}]`, space.modelId],
    )
    found.push(new Set(rows.map(({ id }) => id)))
  }
  return found
}

async function measureRecall(store: VectorStore): Promise<void> {
  let found = 0
  let wanted = 0
  const times: number[] = []
  for (const [number, ids] of nearest.entries()) {
    const { vector } = questions[number] ?? {}
    if (!vector) continue
    const startedAt = performance.now()
    const hits = await store.search(space, vector, { limit: 10, filter: {} })
    times.push(performance.now() - startedAt)
    found += hits.filter(({ chunkId }) => ids.has(chunkId)).length
    wanted += ids.size
  }
  console.log(`recall@10 ${(found / wanted).toFixed(3)}, p50 ${quantile(times, 0.5)} ms`)
}

function quantile(numbers: readonly number[], share: number): string {
  const sorted = numbers.toSorted((a, b) => a - b)
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(1)
}
