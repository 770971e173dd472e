import type { z } from 'zod'
import type { VideoStatus } from '../../domain/video-status.ts'
import type { StoredTranscript } from '../../library/read-transcript.ts'
import type { ShownSegment } from '../../library/speakers.ts'
import type { Storyboard, VideoRecord } from '../../library/video-record.ts'
import type { accepted, storyboard, transcript, video, videoStatus } from '../schemas/video.ts'

/** A video as the API shows it. */
export function renderVideo(record: VideoRecord): z.output<typeof video> {
  const path = videoPath(record.id)
  return {
    id: record.id,
    title: record.title,
    origin: record.origin,
    url: record.url,
    file_name: record.fileName,
    size_bytes: record.sizeBytes,
    duration: record.duration,
    language: record.language,
    has_picture: record.media?.video != null,
    media_url: record.playKey === null ? null : `${path}/media`,
    thumbnail_url: thumbnailUrl(record),
    storyboard: record.storyboard && renderStoryboard(path, record.storyboard),
    transcript: record.transcript,
    uploaded_at: record.uploadedAt.toISOString(),
    processed_at: record.processedAt?.toISOString() ?? null,
    status: renderStatus(record.id, record.status),
  }
}

export function renderStatus(id: string, status: VideoStatus): z.output<typeof videoStatus> {
  return {
    video_id: id,
    status: status.state,
    stage: status.stage,
    progress: status.progress,
    searchable_until: status.searchableUntil,
    semantic: status.semantic,
    eta_seconds: status.etaSeconds,
    error: status.error,
    waiting: status.waiting,
    notes: [...status.notes],
  }
}

export function renderAccepted(record: VideoRecord, existing: boolean): z.output<typeof accepted> {
  const path = videoPath(record.id)
  return {
    id: record.id,
    status: record.status.state,
    existing,
    video_url: path,
    status_url: `${path}/status`,
  }
}

export function renderTranscript(
  stored: StoredTranscript,
  segments: readonly ShownSegment[],
): z.output<typeof transcript> {
  const { videoId, language, source, engine, model, complete } = stored
  return {
    video_id: videoId,
    language,
    source,
    engine,
    model,
    complete,
    segments: segments.map(({ words, speakerLabel, ...segment }) => ({
      ...segment,
      ...(speakerLabel !== undefined && { speaker_label: speakerLabel }),
      ...(words && { words: [...words] }),
    })),
  }
}

export function videoPath(id: string): string {
  return `/videos/${id}`
}

export function thumbnailUrl(video: Pick<VideoRecord, 'id' | 'posterKey'>): string | null {
  return video.posterKey === null ? null : `${videoPath(video.id)}/thumbnail`
}

function renderStoryboard(path: string, made: Storyboard): z.output<typeof storyboard> {
  const { intervalSeconds, columns, rows, width, height } = made
  return {
    interval_seconds: intervalSeconds,
    columns,
    rows,
    width,
    height,
    sheets: Array.from({ length: made.sheets }, (_, sheet) => `${path}/storyboard/${sheet}.jpg`),
  }
}
