import { feedVectorStore } from '../library/feed-vector-store.ts'
import type { App } from './create-app.ts'
import { checkAtStart } from './check-at-start.ts'
import { vectorStoreName } from './vector-store-name.ts'

/**
 * Keeps the vectors of this library searchable until it is disposed: an external store is checked (which rejects with what
 * a person has to mend) and fed; the database gets its index. For processes that search; workers only write vectors.
 */
export async function keepVectors({
  config,
  database,
  embedder,
  vectorStore,
  logger,
}: Pick<
  App,
  'config' | 'database' | 'embedder' | 'vectorStore' | 'logger'
>): Promise<AsyncDisposable> {
  const name = vectorStoreName(config.vectorStore)
  if (!embedder) return nothingToKeep
  const { space } = embedder
  if (name !== null) {
    await checkAtStart('vectors', (signal) => vectorStore.check(space, signal), logger)
    return feedVectorStore({ name, database, vectorStore, space, logger })
  }
  // Where another store was used before, it can take minutes; until then every search is exact.
  const preparing = vectorStore.prepare(space).catch((error: unknown) => {
    if (!database.lost.aborted) logger.warn({ error }, 'the vectors could not be indexed')
  })
  return { [Symbol.asyncDispose]: () => preparing }
}

const nothingToKeep: AsyncDisposable = { [Symbol.asyncDispose]: () => Promise.resolve() }
