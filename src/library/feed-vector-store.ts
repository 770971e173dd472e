import { setTimeout as sleep } from 'node:timers/promises'
import type { EmbeddingSpace } from '../domain/embedding-space.ts'
import type { Database } from '../ports/database.ts'
import type { Logger } from '../ports/logger.ts'
import type { VectorStore } from '../ports/vector-store.ts'
import { noteVectorStore } from './vector-store-in-use.ts'
import { reconcileVectors } from './reconcile-vectors.ts'
import {
  claimChanges,
  claimSeconds,
  countUntold,
  forgetOtherModels,
  readVectors,
  releaseChanges,
  settleChanges,
  type ClaimedChange,
} from './vector-outbox.ts'

interface FeedDeps {
  /** Names the kind of the store and its place. */
  readonly name: string
  readonly database: Database
  readonly vectorStore: VectorStore
  readonly space: EmbeddingSpace
  readonly logger: Logger
}

/** How often it looks when there is nothing to tell; a search by meaning knows new words so much later. */
const lookEveryMs = 500

/** How often it makes sure that no process with another setting has stopped the outbox. */
const assertEveryMs = 30_000

/** After failures in a row; the store may be down for hours. */
const longestPauseMs = 60_000

/**
 * Keeps an external store in step with the database: tells it what the outbox has, from the oldest change on, and goes on
 * after a failure. Several processes may do so at once. Works in the background until it is disposed.
 */
export function feedVectorStore(deps: FeedDeps): AsyncDisposable {
  const { database, logger } = deps
  const closing = new AbortController()
  const { signal } = closing

  const isOver = () => signal.aborted || database.lost.aborted

  const feed = async () => {
    let isReady = false
    let failures = 0
    let assertedAt = -Infinity
    while (!isOver()) {
      let pauseMs = 0
      try {
        if (performance.now() - assertedAt > assertEveryMs) {
          await noteVectorStore(deps.name, deps)
          assertedAt = performance.now()
        }
        if (!isReady) await makeReady(deps, signal)
        isReady = true
        if ((await tellSome(deps, signal)) === 0) pauseMs = lookEveryMs
        if (failures > 0) logger.info({}, 'the vector store answers again')
        failures = 0
      } catch (error) {
        if (isOver()) return
        failures++
        isReady = false
        pauseMs = Math.min(longestPauseMs, 500 * 2 ** failures)
        if (failures === 1) logger.warn({ error }, 'the vector store could not be told of changes')
      }
      await rest(pauseMs, signal)
    }
  }
  const feeding = feed()
  return {
    async [Symbol.asyncDispose]() {
      closing.abort(new Error('Cuepoint is closing.'))
      await feeding
    },
  }
}

/** A store that has lost vectors (a new one, one that was restored) is given them again. */
async function makeReady(
  { database, vectorStore, space, logger }: FeedDeps,
  signal: AbortSignal,
): Promise<void> {
  await vectorStore.prepare(space)
  await forgetOtherModels(database, space)
  const [row] = await database.query<{ vectors: number }>(
    'select count(*) as vectors from embeddings where model_id = $1',
    [space.modelId],
  )
  const vectors = row?.vectors ?? 0
  const untold = await countUntold(database, space.modelId, vectors)
  if ((await vectorStore.count(space)) + untold >= vectors) return
  const differences = await reconcileVectors(space, { database, vectorStore }, signal)
  logger.warn({ ...differences }, 'the vector store lacked vectors; it is given them again')
}

/** One batch. Resolves to the number of changes that were told. */
async function tellSome(
  { database, vectorStore, space }: FeedDeps,
  signal: AbortSignal,
): Promise<number> {
  const changes = await claimChanges(database, space, Math.min(500, vectorStore.maxBatch))
  if (changes.length === 0) return 0
  try {
    // Before the claim ends, so that nobody else tells the same meanwhile.
    const inTime = AbortSignal.any([signal, AbortSignal.timeout((claimSeconds / 2) * 1000)])
    await tell(changes, { database, vectorStore, space }, inTime)
  } catch (error) {
    await releaseChanges(database, space, changes)
    throw error
  }
  await settleChanges(database, space, changes)
  return changes.length
}

async function tell(
  changes: readonly ClaimedChange[],
  { database, vectorStore, space }: Pick<FeedDeps, 'database' | 'vectorStore' | 'space'>,
  signal: AbortSignal,
): Promise<void> {
  const ids = changes.map(({ chunkId }) => chunkId)
  const records = await readVectors(database, space, ids)
  const there = new Set(records.map(({ chunkId }) => chunkId))
  const gone = ids.filter((id) => !there.has(id))
  if (records.length > 0) await vectorStore.upsert(space, records, signal)
  if (gone.length > 0) await vectorStore.delete(space, gone)
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms > 0) await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined)
}
