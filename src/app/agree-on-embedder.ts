import { noteEmbeddingModel, readEmbeddingModel } from '../library/embedding-model.ts'
import type { Database } from '../ports/database.ts'
import type { Embedder } from '../ports/embedder.ts'
import type { Logger } from '../ports/logger.ts'

/**
 * The process that was started last says which model the library uses; one that leaves the embedding to others has no say.
 * Either way a process that differs from those before it is told, since they share the vectors.
 */
export async function agreeOnEmbedder(
  embedder: Embedder | null,
  { embeds }: { embeds: boolean },
  { database, logger }: { database: Database; logger: Logger },
): Promise<void> {
  const own = embedder?.space.modelId ?? null
  if (!embeds) {
    const inUse = await readEmbeddingModel(database)
    if (own !== null && inUse !== null && own !== inUse) {
      logger.warn({ own, inUse }, 'this process has another embedding model than the library')
    }
    return
  }
  const before = await noteEmbeddingModel(own, { database })
  if (before === null) return
  const message =
    database.kind === 'server'
      ? 'the embedding model of the library has changed; processes that still have the one before wait with their vectors'
      : 'the embedding model of the library has changed'
  logger.warn({ before, now: own }, message)
}
