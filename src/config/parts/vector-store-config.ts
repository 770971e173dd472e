import { join } from 'node:path'
import type { SettingsReader } from '../read-settings.ts'
import { Secret } from '../secret.ts'
import { settings } from '../settings.ts'

export type VectorStoreConfig =
  { readonly kind: 'pgvector' } | FaissSettings | PineconeSettings | MilvusSettings

export interface FaissSettings {
  readonly kind: 'faiss'
  readonly directory: string
  /** Folder of the package faiss-node; null: wherever Node finds it. */
  readonly module: string | null
}

export interface PineconeSettings {
  readonly kind: 'pinecone'
  readonly apiKey: Secret
  /** Of one index: `https://name-abc123.svc.region.pinecone.io`. */
  readonly indexHost: string
  /** In front of the namespaces, one for each embedding generation. */
  readonly namespace: string
}

export interface MilvusSettings {
  readonly kind: 'milvus'
  /** `host:port`, or an address that starts with http:// or https://. */
  readonly address: string
  readonly token: Secret | null
  readonly database: string | null
}

export function vectorStoreConfig(read: SettingsReader, dataDirectory: string): VectorStoreConfig {
  const kind = read.value(settings.vectorStore)
  switch (kind) {
    case 'pgvector':
      return { kind }
    case 'faiss':
      return {
        kind,
        directory: read.optional(settings.faissDirectory) ?? join(dataDirectory, 'faiss'),
        module: read.optional(settings.faissModule),
      }
    case 'pinecone':
      return {
        kind,
        apiKey: read.optional(settings.pineconeApiKey) ?? new Secret(''),
        indexHost: read.optional(settings.pineconeIndexHost) ?? '',
        namespace: read.value(settings.pineconeNamespace),
      }
    case 'milvus':
      return {
        kind,
        address: read.value(settings.milvusAddress),
        token: read.optional(settings.milvusToken),
        database: read.optional(settings.milvusDatabase),
      }
  }
}
