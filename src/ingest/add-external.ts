import { v7 as uuidv7 } from 'uuid'
import { InvalidInputError } from '../domain/errors.ts'
import type { Segment } from '../domain/transcript.ts'
import { readVideo } from '../library/read-video.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Database } from '../ports/database.ts'
import type { JobQueue } from '../ports/job-queue.ts'
import { saveWholeTranscript } from './save-transcript.ts'
import { startStages } from './start-stages.ts'

export interface ExternalVideo {
  readonly title: string
  /** Where it can be watched. */
  readonly url?: string | undefined
  /** Seconds; the end of the last segment when absent. */
  readonly duration?: number | undefined
  readonly language?: string | undefined
  readonly transcript: {
    readonly language?: string | null | undefined
    readonly segments: readonly Segment[]
  }
}

/**
 * Adds a video that lives elsewhere, by its finished transcript. Rejects with `invalid-transcript` when a segment ends
 * before it begins (naming it), or when nothing is said in any.
 */
export async function addExternal(
  video: ExternalVideo,
  { database, queue }: { database: Database; queue: JobQueue },
): Promise<VideoRecord> {
  const segments = usableSegments(video.transcript.segments)
  const id = uuidv7()
  const language = (video.language ?? video.transcript.language)?.toLowerCase() ?? null
  await database.transaction(async (tx) => {
    await tx.query(
      `insert into videos (id, title, origin, url, duration, language, requested_language)
       values ($1, $2, 'external', $3, $4, $5, $5)`,
      [
        id,
        video.title,
        video.url ?? null,
        video.duration ?? segments.at(-1)?.end ?? null,
        language,
      ],
    )
    const transcript = {
      source: 'import' as const,
      engine: 'import',
      model: null,
      language,
      segments,
    }
    await saveWholeTranscript(tx, id, transcript)
    await startStages(tx, id, ['chunk', 'embed'], { queue })
  })
  return readVideo(id, { database })
}

function usableSegments(segments: readonly Segment[]): readonly Segment[] {
  for (const [index, { start, end }] of segments.entries()) {
    if (end >= start) continue
    throw new InvalidInputError(
      `Segment ${index} ends at ${end} s, before it begins at ${start} s.`,
      {
        code: 'invalid-transcript',
        remedy: 'Give start and end in seconds from the start of the video, end not before start.',
      },
    )
  }
  const spoken = segments.filter(({ text }) => text.trim() !== '')
  if (spoken.length === 0) {
    throw new InvalidInputError(
      'The transcript has no segment with text, so nothing could be found in it.',
      {
        code: 'invalid-transcript',
      },
    )
  }
  return endingBeforeTheNext(spoken.toSorted((a, b) => a.start - b.start))
}

/** Recognisers that know two people speaking at once, or that round, let segments overlap. Words keep their own times. */
function endingBeforeTheNext(segments: readonly Segment[]): readonly Segment[] {
  return segments.map((segment, index) => {
    const next = segments[index + 1]
    return next && next.start < segment.end ? { ...segment, end: next.start } : segment
  })
}
