import type { VectorStoreConfig } from '../../config/config.ts'
import type { Database } from '../../ports/database.ts'
import type { VectorStore } from '../../ports/vector-store.ts'
import { createPgvectorStore } from './pgvector.ts'

export function createVectorStore(
  _config: VectorStoreConfig,
  { database }: { database: Database },
): VectorStore {
  return createPgvectorStore({ database })
}
