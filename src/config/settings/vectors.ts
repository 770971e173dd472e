import { z } from 'zod'
import { oneOf, path, secret, text, webAddress, type Kind } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Stands in addresses, with a hash behind it. */
const namespacePrefix: Kind<string> = {
  expected: '1 to 100 letters, digits, - and _',
  schema: z.string().regex(/^[A-Za-z0-9_-]{1,100}$/),
  placeholder: 'text',
}

/** Where vectors are searched. The database keeps every vector as well, so that each of these can be filled anew from it. */
export const vectorsSettings = {
  vectorStore: {
    variable: 'CUEPOINT_VECTOR_STORE',
    key: 'vector-store',
    kind: oneOf('pgvector', 'faiss', 'pinecone', 'milvus'),
    fallback: 'pgvector',
    meaning:
      'Where vectors are searched: `pgvector`, in the database itself; `faiss`, an index on this disk; `pinecone`; `milvus`.',
  },
  faissDirectory: {
    variable: 'CUEPOINT_FAISS_DIR',
    key: 'faiss-dir',
    kind: path,
    fallbackInWords: '`faiss` in the data directory',
    meaning: 'Folder of the index. One process at a time can have it.',
    only: 'with the vector store `faiss`',
  },
  faissModule: {
    variable: 'CUEPOINT_FAISS_MODULE',
    key: 'faiss-module',
    kind: path,
    fallbackInWords: 'wherever Node finds `faiss-node`',
    meaning: 'Folder of the package `faiss-node`, which does not come with Cuepoint.',
    only: 'with the vector store `faiss`',
  },
  pineconeApiKey: {
    variable: 'PINECONE_API_KEY',
    key: 'pinecone-api-key',
    kind: secret,
    meaning: 'Key of the project.',
    only: 'with the vector store `pinecone`',
  },
  pineconeIndexHost: {
    variable: 'PINECONE_INDEX_HOST',
    key: 'pinecone-index-host',
    kind: webAddress,
    meaning:
      'Address of the index, as its page shows it. It has to have the dimensions of the embedding model and the metric `cosine`.',
    only: 'with the vector store `pinecone`',
  },
  pineconeNamespace: {
    variable: 'CUEPOINT_PINECONE_NAMESPACE',
    key: 'pinecone-namespace',
    kind: namespacePrefix,
    fallback: 'cuepoint',
    meaning: 'In front of the namespaces that are used, one for each embedding model.',
    only: 'with the vector store `pinecone`',
  },
  milvusAddress: {
    variable: 'MILVUS_ADDRESS',
    key: 'milvus-address',
    kind: text,
    fallback: '127.0.0.1:19530',
    meaning: '`host:port` of the server.',
    only: 'with the vector store `milvus`',
  },
  milvusToken: {
    variable: 'MILVUS_TOKEN',
    key: 'milvus-token',
    kind: secret,
    meaning: 'A key, or `user:password`, where the server wants one.',
    only: 'with the vector store `milvus`',
  },
  milvusDatabase: {
    variable: 'MILVUS_DATABASE',
    key: 'milvus-database',
    kind: text,
    fallbackInWords: "the server's default",
    meaning: 'Database of the server that the collections are in.',
    only: 'with the vector store `milvus`',
  },
} as const satisfies Record<string, Setting>
