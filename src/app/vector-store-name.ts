import type { VectorStoreConfig } from '../config/parts/vector-store-config.ts'

/** The kind of an external store and its place: another name is another store. Null: the database searches its vectors. */
export function vectorStoreName(config: VectorStoreConfig): string | null {
  switch (config.kind) {
    case 'pgvector':
      return null
    case 'faiss':
      return `faiss ${config.directory}`
    case 'pinecone':
      return `pinecone ${config.indexHost} ${config.namespace}`
    case 'milvus':
      return `milvus ${config.address} ${config.database ?? ''}`.trimEnd()
  }
}
