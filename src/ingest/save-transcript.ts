import { v7 as uuidv7 } from 'uuid'
import type { Segment, Transcript } from '../domain/transcript.ts'
import { forgetSpeakers } from '../library/speakers.ts'
import type { Queryable } from '../ports/database.ts'

/** Replaces whatever transcript the video had by this one. */
export async function saveWholeTranscript(
  tx: Queryable,
  videoId: string,
  transcript: Transcript,
): Promise<string> {
  await tx.query('delete from transcripts where video_id = $1', [videoId])
  await forgetSpeakers(tx, videoId, { keepsNames: true })
  const id = uuidv7()
  await tx.query(
    `insert into transcripts (id, video_id, source, engine, model, language, complete)
     values ($1, $2, $3, $4, $5, $6, true)`,
    [id, videoId, transcript.source, transcript.engine, transcript.model, transcript.language],
  )
  await appendSegments(tx, id, 0, transcript.segments)
  return id
}

/** Adds segments after the first `fromIndex` ones. */
export async function appendSegments(
  tx: Queryable,
  transcriptId: string,
  fromIndex: number,
  segments: readonly Segment[],
): Promise<void> {
  await tx.query(
    `insert into segments (transcript_id, index, start_time, end_time, text, speaker, words)
     select $1, $2::int + (s.position - 1)::int, (s.value ->> 'start')::float8, (s.value ->> 'end')::float8,
            s.value ->> 'text', s.value ->> 'speaker', s.value -> 'words'
       from jsonb_array_elements($3::jsonb) with ordinality as s (value, position)`,
    [transcriptId, fromIndex, JSON.stringify(segments)],
  )
}

/** Nothing more is to come. */
export async function completeTranscript(tx: Queryable, videoId: string): Promise<void> {
  await tx.query(
    'update transcripts set complete = true, service_memory = null where video_id = $1',
    [videoId],
  )
}
