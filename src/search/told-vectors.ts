import { countUntold } from '../library/vector-outbox.ts'
import type { Queryable } from '../ports/database.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import type { SearchedLibrary } from './searched-library.ts'

/** Beyond that many the share is a guess anyway, and counting would take longer than searching. */
const countedAtMost = 10_000

/** What an external store has not been told yet is not found by its meaning. */
export async function withoutUntold(
  library: SearchedLibrary,
  modelId: string | null,
  { database, vectorStore }: { database: Queryable; vectorStore: VectorStore },
): Promise<SearchedLibrary> {
  if (vectorStore.fedBy !== 'outbox' || modelId === null) return library
  const untold = await countUntold(database, modelId, countedAtMost)
  return { ...library, embeddedChunks: Math.max(0, library.embeddedChunks - untold) }
}
