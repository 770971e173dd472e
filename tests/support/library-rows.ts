import type { Queryable } from '../../src/ports/database.ts'

/** What stands in the database of one video, to compare with what ought to. */
export interface LibraryRows {
  readonly stages: Readonly<Record<string, string>>
  readonly transcripts: number
  readonly segments: readonly string[]
  readonly chunks: number
  /** Vectors by model. */
  readonly vectors: Readonly<Record<string, number>>
  readonly jobs: number
}

export async function readRows(database: Queryable, videoId: string): Promise<LibraryRows> {
  const stages = await database.query<{ stage: string; state: string }>(
    'select stage, state from stages where video_id = $1 order by stage',
    [videoId],
  )
  const segments = await database.query<{ text: string }>(
    `select s.text from segments s join transcripts t on t.id = s.transcript_id
      where t.video_id = $1 order by t.created_at, s.index`,
    [videoId],
  )
  const vectors = await database.query<{ model: string; count: number }>(
    `select e.model_id as model, count(*) as count from embeddings e join chunks c on c.id = e.chunk_id
      where c.video_id = $1 group by e.model_id order by e.model_id`,
    [videoId],
  )
  const [counts] = await database.query<{ transcripts: number; chunks: number; jobs: number }>(
    `select (select count(*) from transcripts where video_id = $1) as transcripts,
            (select count(*) from chunks where video_id = $1) as chunks,
            (select count(*) from pgboss.job where singleton_key = $1::text and state <= 'active') as jobs`,
    [videoId],
  )
  return {
    stages: Object.fromEntries(stages.map(({ stage, state }) => [stage, state])),
    segments: segments.map(({ text }) => text),
    vectors: Object.fromEntries(vectors.map(({ model, count }) => [model, count])),
    transcripts: 0,
    chunks: 0,
    jobs: 0,
    ...counts,
  }
}

export const allDone = {
  probe: 'done',
  transcribe: 'done',
  speakers: 'done',
  chunk: 'done',
  embed: 'done',
  pictures: 'done',
  rendition: 'done',
}

export const nothing: LibraryRows = {
  stages: {},
  transcripts: 0,
  segments: [],
  chunks: 0,
  vectors: {},
  jobs: 0,
}
