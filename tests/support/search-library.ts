import { v7 as uuidv7 } from 'uuid'
import { createPgvectorStore } from '../../src/adapters/vector-store/pgvector.ts'
import { chunkTranscript } from '../../src/domain/chunk-transcript.ts'
import type { Segment } from '../../src/domain/transcript.ts'
import { migrate } from '../../src/library/migrate.ts'
import type { Database } from '../../src/ports/database.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import type { VectorStore } from '../../src/ports/vector-store.ts'
import { replaceChunks } from '../../src/search/index-chunks.ts'
import { refreshSearchIndexes } from '../../src/search/refresh-search-indexes.ts'
import type { SearchAnswer, SearchRequest } from '../../src/search/search-answer.ts'
import { searchMoments } from '../../src/search/search-moments.ts'
import { silentLogger } from './silent-logger.ts'

/** A library made by hand, to be searched. */
export interface SearchLibrary {
  readonly database: Database
  readonly vectorStore: VectorStore
  /** Adds a finished video; with an embedder its chunks have vectors. Resolves to its id. */
  add(video: SpokenVideo): Promise<string>
  search(text: string, options?: SearchOptions): Promise<SearchAnswer>
}

interface SpokenVideo {
  readonly title: string
  /** Null: to be guessed. */
  readonly language: string | null
  readonly segments: readonly Segment[]
  readonly embedder?: Embedder
}

interface SearchOptions extends Partial<SearchRequest> {
  readonly embedder?: Embedder | null
  readonly vectorStore?: VectorStore
  readonly signal?: AbortSignal
}

export async function createSearchLibrary(database: Database): Promise<SearchLibrary> {
  await migrate(database)
  await refreshSearchIndexes(database)
  const vectorStore = createPgvectorStore({ database })
  return {
    database,
    vectorStore,
    async add({ title, language, segments, embedder }) {
      const [videoId, transcriptId] = [uuidv7(), uuidv7()]
      const chunks = chunkTranscript(segments, { targetSeconds: 30 })
      await database.transaction(async (tx) => {
        await tx.query(
          `insert into videos (id, title, origin, language, status) values ($1, $2, 'external', $3, 'ready')`,
          [videoId, title, language],
        )
        await tx.query(
          `insert into transcripts (id, video_id, source, engine, complete) values ($1, $2, 'import', 'test', true)`,
          [transcriptId, videoId],
        )
        await replaceChunks(tx, { videoId, transcriptId, language, title }, chunks, {
          fromIndex: 0,
        })
      })
      if (embedder) await embedVideo(videoId, embedder, { database, vectorStore })
      return videoId
    },
    async search(
      text,
      { signal, embedder = null, vectorStore: store = vectorStore, ...request } = {},
    ) {
      const defaults = { limit: 10, offset: 0, mode: 'hybrid', groupByVideo: false } as const
      return searchMoments(
        { text, ...defaults, ...request },
        { database, embedder, vectorStore: store, logger: silentLogger },
        signal,
      )
    },
  }
}

export async function embedVideo(
  videoId: string,
  embedder: Embedder,
  { database, vectorStore }: { database: Database; vectorStore: VectorStore },
): Promise<void> {
  const { space } = embedder
  await vectorStore.prepare(space)
  const chunks = await database.query<{ id: string; text: string; language: string | null }>(
    'select id, text, language from chunks where video_id = $1',
    [videoId],
  )
  for (const { id, text, language } of chunks) {
    const [vector] = await embedder.embed([text], 'passage')
    if (vector) await vectorStore.upsert(space, [{ chunkId: id, videoId, language, vector }])
  }
  await database.query('update videos set embedded_model = $2 where id = $1', [
    videoId,
    space.modelId,
  ])
}

/** Lines of five seconds each, one after the other. */
export function spoken(...lines: readonly string[]): Segment[] {
  return lines.map((text, index) => ({ start: index * 5, end: index * 5 + 4.5, text }))
}
