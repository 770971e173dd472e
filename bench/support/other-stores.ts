import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MilvusClient } from '@zilliz/milvus2-sdk-node'
import { createMilvusStore } from '../../src/adapters/vector-store/milvus.ts'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import { readVectors } from '../../src/library/vector-outbox.ts'
import type { Database } from '../../src/ports/database.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { openFaissStore } from '../../tests/support/faiss.ts'
import { startMilvus } from '../../tests/support/milvus-server.ts'

export const otherStores = ['faiss', 'milvus'] as const
export type OtherStore = (typeof otherStores)[number]

interface OpenStore extends AsyncDisposable {
  readonly store: VectorStore
  /** Has it index what it was told, which a server in use does by itself after a while. */
  readonly settle: () => Promise<void>
}

/** An empty store of its own: FAISS in a folder of its own, Milvus as the engine of the tests. */
export async function openOtherStore(name: OtherStore): Promise<OpenStore> {
  await using opened = new AsyncDisposableStack()
  if (name === 'milvus') {
    const server = opened.use(await startMilvus())
    const store = opened.use(
      createMilvusStore({ kind: 'milvus', address: server.address, token: null, database: null }),
    )
    const kept = opened.move()
    return {
      store,
      settle: () => flush(server.address),
      [Symbol.asyncDispose]: () => kept.disposeAsync(),
    }
  }
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-bench-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const store = opened.use(openFaissStore(folder))
  const kept = opened.move()
  return {
    store,
    settle: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function flush(address: string): Promise<void> {
  const client = new MilvusClient({ address, timeout: 1_800_000 })
  const { data } = await client.listCollections()
  await client.flushSync({ collection_names: data.map(({ name }) => name) })
  await client.closeConnection()
}

/** Gives a store all vectors of the database, in batches as large as it takes. */
export async function fillStore(
  { store, settle }: Pick<OpenStore, 'store' | 'settle'>,
  { database, from, space }: { database: Database; from: VectorStore; space: EmbeddingSpace },
): Promise<void> {
  const startedAt = performance.now()
  await store.prepare(space)
  let told = 0
  for await (const ids of from.chunkIds(space)) {
    for (let start = 0; start < ids.length; start += store.maxBatch) {
      const records = await readVectors(database, space, ids.slice(start, start + store.maxBatch))
      await store.upsert(space, records)
    }
    told += ids.length
    console.error(`${told} vectors`)
  }
  await settle()
  const seconds = (performance.now() - startedAt) / 1000
  const count = await store.count(space)
  console.log(`filled with ${count} vectors in ${seconds.toFixed(0)} s`)
}
