import { CuepointError } from '../domain/errors.ts'
import type { Segment, TranscriptSource, Word } from '../domain/transcript.ts'
import type { Queryable } from '../ports/database.ts'
import { readVideo } from './read-video.ts'

/** What was said in a video, as far as it is known. */
export interface StoredTranscript {
  readonly id: string
  readonly videoId: string
  readonly source: TranscriptSource
  readonly engine: string
  readonly model: string | null
  readonly language: string | null
  /** False while speech is still being recognised. */
  readonly complete: boolean
  readonly segments: readonly Segment[]
}

interface SegmentRow {
  readonly start: number
  readonly end: number
  readonly text: string
  readonly speaker: string | null
  readonly words: readonly Word[] | null
}

/** Rejects with `not-found`, or `no-transcript` while there is none. */
export async function readTranscript(
  videoId: string,
  { database }: { database: Queryable },
): Promise<StoredTranscript> {
  const [transcript] = await database.query<Omit<StoredTranscript, 'segments'>>(
    `select id, video_id as "videoId", source, engine, model, language, complete
       from transcripts where video_id = $1 order by created_at desc limit 1`,
    [videoId],
  )
  if (!transcript) {
    await readVideo(videoId, { database })
    throw new CuepointError('no-transcript', 'This video has no transcript yet.', {
      remedy: 'Its status says what it is waiting for.',
    })
  }
  return { ...transcript, segments: await readSegments(transcript.id, { database }) }
}

export async function readSegments(
  transcriptId: string,
  { database }: { database: Queryable },
): Promise<Segment[]> {
  const rows = await database.query<SegmentRow>(
    `select start_time as start, end_time as end, text, speaker, words
       from segments where transcript_id = $1 order by index`,
    [transcriptId],
  )
  return rows.map(({ speaker, words, ...segment }) => ({
    ...segment,
    ...(speaker !== null && { speaker }),
    ...(words !== null && { words }),
  }))
}
