import { v7 as uuidv7 } from 'uuid'
import { describe } from 'vitest'
import { createPineconeStore } from '../../src/adapters/vector-store/pinecone.ts'
import { Secret } from '../../src/config/secret.ts'
import type { EmbeddingSpace } from '../../src/domain/embedding-space.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { vectorStoreContract, type VectorStoreScene } from '../contracts/vector-store.ts'
import {
  pineconeDescription,
  pineconeKey,
  startPineconeServer,
  type PineconeServer,
} from '../support/pinecone-server.ts'
import { skipNote } from '../support/shared.ts'

const description = pineconeDescription ?? ''

describe.skipIf(pineconeDescription === null)(
  `with Pinecone's own description of its API${skipNote(pineconeDescription)}`,
  () => {
    vectorStoreContract('Pinecone', openScene)
  },
)

/**
 * An index has one number of dimensions, so the spaces of the contract are in several indexes. What is written is seen some
 * reads later, as Pinecone has it.
 */
async function openScene(): Promise<VectorStoreScene> {
  const servers = new Map<number, PineconeServer>()
  for (const dimension of [3, 5, 16])
    servers.set(dimension, await startPineconeServer(description, { dimension, seenAfterReads: 2 }))
  const stores = new Map([...servers].map(([dimension, server]) => [dimension, open(server)]))
  const storeOf = ({ dimensions }: EmbeddingSpace): VectorStore => {
    const store = stores.get(dimensions)
    if (!store) throw new Error(`no index has ${dimensions} dimensions`)
    return store
  }
  return {
    store: {
      fedBy: 'outbox',
      maxBatch: 1000,
      prepare: (space) => storeOf(space).prepare(space),
      upsert: (space, ...rest) => storeOf(space).upsert(space, ...rest),
      delete: (space, ids) => storeOf(space).delete(space, ids),
      search: (space, ...rest) => storeOf(space).search(space, ...rest),
      count: (space) => storeOf(space).count(space),
      chunkIds: (space, signal) => storeOf(space).chunkIds(space, signal),
      drop: (space) => storeOf(space).drop(space),
      check: (space, signal) => storeOf(space).check(space, signal),
      [Symbol.asyncDispose]: () => Promise.resolve(),
    },
    add: (_language, count) =>
      Promise.resolve({
        videoId: uuidv7(),
        chunkIds: Array.from({ length: count }, () => uuidv7()),
      }),
    settle() {
      for (const { index } of servers.values()) index.settle()
      return Promise.resolve()
    },
    clear() {
      for (const { index } of servers.values()) index.clear()
      return Promise.resolve()
    },
    async [Symbol.asyncDispose]() {
      for (const server of servers.values()) await server[Symbol.asyncDispose]()
    },
  }
}

function open({ host }: PineconeServer): VectorStore {
  const apiKey = new Secret(pineconeKey)
  return createPineconeStore({ kind: 'pinecone', apiKey, indexHost: host, namespace: 'cuepoint' })
}
