import type { VectorStoreConfig } from '../../config/parts/vector-store-config.ts'
import type { Database } from '../../ports/database.ts'
import type { Logger } from '../../ports/logger.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import { createPgvectorStore } from './pgvector.ts'

/** The clients of other stores are loaded only where they are asked for. */
export async function createVectorStore(
  config: VectorStoreConfig,
  { database, logger }: { database: Database; logger: Logger },
): Promise<VectorStore> {
  switch (config.kind) {
    case 'pgvector':
      return createPgvectorStore({ database })
    case 'faiss': {
      const { createFaissStore } = await import('./faiss.ts')
      return createFaissStore(config, logger)
    }
    case 'pinecone': {
      const { createPineconeStore } = await import('./pinecone.ts')
      return createPineconeStore(config)
    }
    case 'milvus': {
      const { createMilvusStore } = await import('./milvus.ts')
      return createMilvusStore(config)
    }
  }
}
