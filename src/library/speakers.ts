import { NotFoundError } from '../domain/errors.ts'
import type { Segment } from '../domain/transcript.ts'
import type { Queryable } from '../ports/database.ts'
import { readVideo } from './read-video.ts'

/** Somebody who speaks in a video. */
export interface Speaker {
  /** What the transcript says: `Ada` in captions, `S1` where a machine told voices apart. */
  readonly label: string
  /** What a person calls that speaker; null until somebody has given a name. */
  readonly name: string | null
  /** How long the segments of that speaker are together. */
  readonly seconds: number
  readonly segments: number
}

/** Everybody who speaks in a video, in the order of their first words. Rejects with `not-found`. */
export async function readSpeakers(
  videoId: string,
  { database }: { database: Queryable },
): Promise<Speaker[]> {
  await readVideo(videoId, { database })
  return database.query<Speaker>(
    `select s.speaker as label, n.name, sum(s.end_time - s.start_time) as seconds, count(*) as segments
       from segments s
       left join speakers n on n.video_id = $1 and n.label = s.speaker
      where s.speaker is not null
        and s.transcript_id = (select id from transcripts where video_id = $1 order by created_at desc limit 1)
      group by s.speaker, n.name order by min(s.index)`,
    [videoId],
  )
}

/** Gives a speaker of a video a name, everywhere in it; null takes it back. Rejects with `not-found`. */
export async function nameSpeaker(
  videoId: string,
  label: string,
  name: string | null,
  { database }: { database: Queryable },
): Promise<Speaker> {
  const speakers = await readSpeakers(videoId, { database })
  const speaker = speakers.find((one) => one.label === label)
  if (!speaker) throw new NotFoundError('speaker', `“${label}” in video ${videoId}`)
  const given = name === label ? null : name
  await database.query(
    `insert into speakers (video_id, label, name) values ($1, $2, $3)
         on conflict (video_id, label) do update set name = excluded.name`,
    [videoId, label, given],
  )
  return { ...speaker, name: given }
}

/** A segment as it is shown: `speaker` is the name, where there is one. */
export interface ShownSegment extends Segment {
  readonly speakerLabel?: string
}

/** Segments of a video with the names that people gave. */
export async function withSpeakerNames(
  videoId: string,
  segments: readonly Segment[],
  { database }: { database: Queryable },
): Promise<ShownSegment[]> {
  const rows = await database.query<{ label: string; name: string }>(
    'select label, name from speakers where video_id = $1 and name is not null',
    [videoId],
  )
  const names = new Map(rows.map(({ label, name }) => [label, name]))
  return segments.map((segment): ShownSegment => {
    const { speaker: label } = segment
    if (label === undefined) return segment
    return { ...segment, speaker: names.get(label) ?? label, speakerLabel: label }
  })
}

/**
 * Forgets who spoke in the transcript before. Captions name the same people again, and their names stay; a machine
 * numbers the voices anew, so that `S1` may be somebody else.
 */
export async function forgetSpeakers(
  tx: Queryable,
  videoId: string,
  { keepsNames }: { keepsNames: boolean },
): Promise<void> {
  await tx.query('delete from speakers where video_id = $1 and (name is null or not $2)', [
    videoId,
    keepsNames,
  ])
}
