import type { TranscriptSource } from '../domain/transcript.ts'
import { deriveStatus, type StageRecord, type VideoStatus } from '../domain/video-status.ts'
import type { Cause, MediaFacts, VideoOrigin } from '../domain/video.ts'
import type { Queryable } from '../ports/database.ts'
import type { StoryboardLayout } from '../ports/media-tool.ts'

/** The pictures of a video: sheets `<folder>/0.jpg`, `<folder>/1.jpg`, … in the storage. */
export interface Storyboard extends StoryboardLayout {
  readonly sheets: number
}

/** All that is known of one video. */
export interface VideoRecord {
  readonly id: string
  readonly title: string
  readonly origin: VideoOrigin
  /** Where it lives when it is not with us. */
  readonly url: string | null
  readonly storageKey: string | null
  /** The key of what browsers play: the original or its rendition; null while there is none. */
  readonly playKey: string | null
  readonly captionsKey: string | null
  readonly prefersSpeech: boolean
  readonly posterKey: string | null
  readonly storyboard: Storyboard | null
  readonly fileName: string | null
  readonly sizeBytes: number | null
  readonly media: MediaFacts | null
  readonly duration: number | null
  readonly language: string | null
  readonly requestedLanguage: string | null
  readonly transcript: {
    readonly source: TranscriptSource
    readonly engine: string
    readonly model: string | null
  } | null
  readonly uploadedAt: Date
  readonly processedAt: Date | null
  readonly changedAt: Date
  readonly status: VideoStatus
}

interface VideoRow extends Omit<VideoRecord, 'status'> {
  readonly stages: readonly (Omit<StageRecord, 'startedAt'> & { startedAt: string | null })[]
  readonly searchableUntil: number
  readonly semantic: VideoStatus['semantic']
  readonly notes: readonly Cause[]
}

/** Columns of `videos v` in the shape of `VideoRow`. */
const columns = `
  v.id, v.title, v.origin, v.url, v.storage_key as "storageKey",
  coalesce(v.playable_key, case when v.plays then v.storage_key end) as "playKey",
  v.captions_key as "captionsKey", v.prefers_speech as "prefersSpeech",
  v.poster_key as "posterKey", v.storyboard, v.file_name as "fileName", v.size_bytes as "sizeBytes",
  v.media, v.duration, v.language, v.requested_language as "requestedLanguage",
  (select jsonb_build_object('source', t.source, 'engine', t.engine, 'model', t.model)
     from transcripts t where t.video_id = v.id order by t.created_at desc limit 1) as transcript,
  v.uploaded_at as "uploadedAt", v.processed_at as "processedAt", v.changed_at as "changedAt",
  v.searchable_until as "searchableUntil", v.notes,
  coalesce((select jsonb_agg(jsonb_build_object('stage', s.stage, 'state', s.state, 'progress', s.progress,
     'progressAtStart', s.progress_at_start, 'cause', s.cause, 'startedAt', s.started_at))
     from stages s where s.video_id = v.id), '[]') as stages,
  case when m.value is null or m.value = 'null' then 'off'
       when v.embedded_model = m.value #>> '{}' then 'complete' else 'pending' end as semantic`

const source = `videos v left join library_facts m on m.name = 'embedding_model'`

/** Reads videos; `rest` is what follows FROM (`where v.… order by … limit …`). */
export async function selectVideos(
  database: Queryable,
  rest: string,
  values: readonly unknown[] = [],
): Promise<VideoRecord[]> {
  const rows = await database.query<VideoRow>(`select ${columns} from ${source} ${rest}`, values)
  const now = new Date()
  return rows.map(({ stages, searchableUntil, semantic, notes, ...video }) => ({
    ...video,
    status: deriveStatus({
      stages: stages.map((stage) => ({
        ...stage,
        startedAt: stage.startedAt === null ? null : new Date(stage.startedAt),
      })),
      searchableUntil,
      semantic,
      notes,
      now,
    }),
  }))
}
