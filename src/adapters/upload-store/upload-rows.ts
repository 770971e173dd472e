import type { Queryable } from '../../ports/database.ts'
import type { UploadOutcome } from '../../ports/upload-store.ts'

/** What is written down of an upload into a bucket. */
export interface UploadRow {
  readonly id: string
  /** Null until the client knows it. */
  readonly sizeBytes: number | null
  readonly metadata: Readonly<Record<string, string | null>>
  readonly multipartId: string
  readonly isJoined: boolean
  readonly videoId: string
  readonly begunAt: Date
  readonly outcome: UploadOutcome | null
  readonly parts: number
  readonly partsBytes: number
  /** Bytes that are too few for a part. */
  readonly tailBytes: number
}

export interface PartRow {
  readonly number: number
  readonly sizeBytes: number
  readonly etag: string
}

export async function findUpload(database: Queryable, id: string): Promise<UploadRow | null> {
  const [row] = await database.query<
    Omit<UploadRow, 'outcome'> & { outcomeVideoId: string | null; existing: boolean | null }
  >(
    `select u.id, u.size_bytes as "sizeBytes", u.metadata, u.multipart_id as "multipartId",
            u.joined_at is not null as "isJoined", u.video_id as "videoId", u.begun_at as "begunAt",
            u.outcome_video_id as "outcomeVideoId", u.outcome_existing as existing,
            p.parts, p.bytes as "partsBytes",
            case when u.tail_after = p.parts then u.tail_bytes else 0 end as "tailBytes"
       from uploads u,
            lateral (select count(*) as parts, coalesce(sum(size_bytes), 0) as bytes
                       from upload_parts where upload_id = u.id) p
      where u.id = $1`,
    [id],
  )
  if (!row) return null
  const { outcomeVideoId, existing, ...upload } = row
  const outcome =
    outcomeVideoId === null ? null : { videoId: outcomeVideoId, existing: existing === true }
  return { ...upload, outcome }
}

export async function insertUpload(
  database: Queryable,
  upload: Pick<UploadRow, 'id' | 'sizeBytes' | 'metadata' | 'multipartId' | 'videoId'>,
): Promise<void> {
  const { id, sizeBytes, metadata, multipartId, videoId } = upload
  await database.query(
    `insert into uploads (id, size_bytes, metadata, multipart_id, video_id) values ($1, $2, $3, $4, $5)`,
    [id, sizeBytes, JSON.stringify(metadata), multipartId, videoId],
  )
}

export async function setSize(database: Queryable, id: string, sizeBytes: number): Promise<void> {
  await database.query('update uploads set size_bytes = $2, touched_at = now() where id = $1', [
    id,
    sizeBytes,
  ])
}

/** False when there is such a part already, or no such upload any more: somebody else has gone on with it. */
export async function addPart(database: Queryable, id: string, part: PartRow): Promise<boolean> {
  const rows = await database.query(
    `with added as (
       insert into upload_parts (upload_id, number, size_bytes, etag)
       select id, $2, $3, $4 from uploads where id = $1 for update
           on conflict do nothing returning upload_id)
     update uploads set touched_at = now() where id in (select upload_id from added) returning id`,
    [id, part.number, part.sizeBytes, part.etag],
  )
  return rows.length > 0
}

/** False when there are more parts by now, or there is no such upload any more. */
export async function setTail(
  database: Queryable,
  id: string,
  { afterParts, tailBytes }: { afterParts: number; tailBytes: number },
): Promise<boolean> {
  const rows = await database.query(
    `update uploads set tail_bytes = $3, tail_after = $2, touched_at = now()
      where id = $1 and $2 = (select count(*) from upload_parts where upload_id = $1)
     returning id`,
    [id, afterParts, tailBytes],
  )
  return rows.length > 0
}

export function readParts(database: Queryable, id: string): Promise<PartRow[]> {
  return database.query<PartRow>(
    `select number, size_bytes as "sizeBytes", etag from upload_parts where upload_id = $1 order by number`,
    [id],
  )
}

/** Its parts are one object now. */
export async function setJoined(database: Queryable, id: string): Promise<void> {
  await database.query('update uploads set joined_at = now() where id = $1', [id])
}

export async function setOutcome(
  database: Queryable,
  id: string,
  { videoId, existing }: UploadOutcome,
): Promise<void> {
  await database.query(
    `with gone as (delete from upload_parts where upload_id = $1)
     update uploads set outcome_video_id = $2, outcome_existing = $3, touched_at = now() where id = $1`,
    [id, videoId, existing],
  )
}

export async function deleteUpload(database: Queryable, id: string): Promise<void> {
  await database.query('delete from uploads where id = $1', [id])
}

/** Uploads that nobody has gone on with for so long, and that nobody is at work on. */
export async function findIdle(database: Queryable, idleMs: number): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from uploads u
      where touched_at <= now() - make_interval(secs => $1)
        and not exists (select from upload_locks l where l.upload_id = u.id and l.expires_at > now())`,
    [idleMs / 1000],
  )
  return rows.map(({ id }) => id)
}

/** Those of the ids that no upload has. */
export async function findUnknown(database: Queryable, ids: readonly string[]): Promise<string[]> {
  const rows = await database.query<{ id: string }>(
    `select id from unnest($1::text[]) as asked (id) where not exists (select from uploads u where u.id = asked.id)`,
    [ids],
  )
  return rows.map(({ id }) => id)
}
