import { CuepointError } from '../domain/errors.ts'
import { feedVectorStore } from '../library/feed-vector-store.ts'
import { noteVectorStore } from '../library/vector-store-in-use.ts'
import type { App } from './create-app.ts'
import { checkAtStart } from './check-at-start.ts'
import { vectorStoreName } from './vector-store-name.ts'

/**
 * Keeps the vectors of this library searchable until it is disposed: an external store is checked (which rejects with what
 * a person has to mend) and fed; the database gets its index. For processes that search; workers only write vectors.
 * `canDoWithout`: a store that another process has for itself is used as soon as it is free, and rejects until then.
 */
export async function keepVectors(
  {
    config,
    database,
    embedder,
    vectorStore,
    logger,
  }: Pick<App, 'config' | 'database' | 'embedder' | 'vectorStore' | 'logger'>,
  { canDoWithout = false } = {},
): Promise<AsyncDisposable> {
  const name = vectorStoreName(config.vectorStore)
  if (!embedder) return nothingToKeep
  const { space } = embedder
  if (name !== null) {
    await checkAtStart('vectors', (signal) => vectorStore.check(space, signal), logger).catch(
      (error: unknown) => {
        if (!canDoWithout || !isInUse(error)) throw error
        logger.warn({ error }, 'the vector store is in use by another process')
      },
    )
    await noteVectorStore(name, { database })
    return feedVectorStore({ name, database, vectorStore, space, logger })
  }
  // Where another store was used before, it can take minutes; until then every search is exact.
  const preparing = vectorStore.prepare(space).catch((error: unknown) => {
    if (!database.lost.aborted) logger.warn({ error }, 'the vectors could not be indexed')
  })
  return { [Symbol.asyncDispose]: () => preparing }
}

const nothingToKeep: AsyncDisposable = { [Symbol.asyncDispose]: () => Promise.resolve() }

function isInUse(error: unknown): boolean {
  return error instanceof CuepointError && error.code === 'faiss-in-use'
}
