import { parentPort } from 'node:worker_threads'
import type { EmbeddingRequest } from '../../src/adapters/embedder/embedding-messages.ts'
import '../../src/adapters/embedder/embedding-worker.ts'

/** The embedder's own thread, which two texts can kill: one ends it, one makes it throw. */
parentPort?.on('message', (request: EmbeddingRequest) => {
  if (request.kind !== 'embed') return
  if (request.text.includes('end of the thread')) process.exit(3)
  if (request.text.includes('thrown')) throw new Error('thrown in the thread')
})
