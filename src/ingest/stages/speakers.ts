import { assignSpeakers } from '../../domain/assign-speakers.ts'
import { CuepointError } from '../../domain/errors.ts'
import type { Segment } from '../../domain/transcript.ts'
import type { Cause } from '../../domain/video.ts'
import { addNotes } from '../../library/notes.ts'
import { readTranscript, type StoredTranscript } from '../../library/read-transcript.ts'
import type { VideoRecord } from '../../library/video-record.ts'
import type { Database } from '../../ports/database.ts'
import type { Diarizer, SpeakerTurn } from '../../ports/diarizer.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import { appendSegments } from '../save-transcript.ts'
import { defineStage, type StageContext } from '../stage.ts'
import { probedFacts, storedFile } from '../stored-file.ts'

interface SpeakersDeps {
  readonly database: Database
  readonly storage: ObjectStorage
  readonly diarizer: Diarizer | null
}

interface ToldApart {
  readonly transcriptId: string
  /** Null: nothing changes. */
  readonly segments: readonly Segment[] | null
  readonly notes: readonly Cause[]
}

/**
 * Tells voices apart where speech was recognised by something that does not. Captions name who speaks or do not, and a
 * service that names speakers knows them better. A video is found without its speakers as well: what fails here for good
 * is a note.
 */
export const speakers = defineStage<SpeakersDeps, ToldApart | null>({
  name: 'speakers',
  async run(video, { database, storage, diarizer }, context) {
    if (!diarizer || !video.media?.audio || video.storageKey === null) return null
    const transcript = await readTranscript(video.id, { database })
    if (!isNameless(transcript)) return null
    const transcriptId = transcript.id
    const turns = await storage.withFile(
      storedFile(video),
      (path) => findTurns(path, video, diarizer, context),
      context.signal,
    )
    if ('code' in turns) return { transcriptId, segments: null, notes: [turns] }
    return { transcriptId, segments: assignSpeakers(transcript.segments, turns), notes: [] }
  },
  async save(tx, video, made) {
    if (!made) return
    await addNotes(tx, video.id, made.notes)
    if (!made.segments) return
    await tx.query('delete from segments where transcript_id = $1', [made.transcriptId])
    await appendSegments(tx, made.transcriptId, 0, made.segments)
  },
})

function isNameless({ source, segments }: StoredTranscript): boolean {
  return (
    source === 'speech' &&
    segments.length > 0 &&
    segments.every(({ speaker }) => speaker === undefined)
  )
}

/** Resolves to a note where it fails and trying again would not help. */
async function findTurns(
  path: string,
  video: VideoRecord,
  diarizer: Diarizer,
  { signal, report, logger }: StageContext,
): Promise<readonly SpeakerTurn[] | Cause> {
  const { durationSeconds } = probedFacts(video)
  try {
    return await diarizer.findTurns(
      { path, durationSeconds },
      (share) => void report(share),
      signal,
    )
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof CuepointError && error.retryable === 'when-available') throw error
    logger.warn({ videoId: video.id, error }, 'the speakers could not be told apart')
    const message = error instanceof Error ? error.message : String(error)
    return {
      code: 'no-speakers',
      message: `The speakers could not be told apart: ${message}`,
      remedy: 'Everything else of the video is complete. “Recognise speech again” tries it anew.',
    }
  }
}
