import { v7 as uuidv7 } from 'uuid'
import type { Segment } from '../domain/transcript.ts'
import type { Cause } from '../domain/video.ts'
import { readSegments } from '../library/read-transcript.ts'
import { forgetSpeakers } from '../library/speakers.ts'
import type { VideoRecord } from '../library/video-record.ts'
import type { Database, Queryable } from '../ports/database.ts'
import type { ObjectStorage } from '../ports/object-storage.ts'
import type { TranscribedPiece, Transcriber } from '../ports/transcriber.ts'
import { createMemory } from './transcription-memory.ts'
import { saveChunks } from './save-chunks.ts'
import { appendSegments } from './save-transcript.ts'
import type { StageContext } from './stage.ts'
import { probedFacts, storedFile } from './stored-file.ts'

interface RecogniseDeps {
  readonly database: Database
  readonly storage: ObjectStorage
  readonly transcriber: Transcriber
  readonly chunkSeconds: number
}

/** The transcript as far as it has grown. */
interface GrowingTranscript {
  readonly id: string
  readonly finalUntil: number
  readonly language: string | null
  readonly segments: readonly Segment[]
}

/**
 * Recognises speech piece by piece. Each piece is saved with its chunks in one transaction as it comes: it is found at
 * once, and a crash resumes after it. Resolves to what a person should know about the result.
 */
export async function recogniseSpeech(
  video: VideoRecord,
  deps: RecogniseDeps,
  context: StageContext,
): Promise<readonly Cause[]> {
  const { transcriber, storage } = deps
  const durationSeconds = probedFacts(video).durationSeconds
  let transcript = await openTranscript(video, deps, context)
  const notes: Cause[] = []
  await storage.withFile(
    storedFile(video),
    async (path) => {
      const request = {
        path,
        durationSeconds,
        language: video.requestedLanguage,
        resumeAtSeconds: transcript.finalUntil,
        resumeLanguage: transcript.language,
        // Another attempt is another transcript, and another request.
        requestKey: transcript.id,
        memory: createMemory(transcript.id, deps.database, context),
      }
      for await (const piece of transcriber.transcribe(request, context.signal)) {
        const grown = grow(transcript, piece)
        const before = transcript
        await context.commit((tx) => savePiece(tx, video, before, grown, deps.chunkSeconds))
        transcript = grown
        if (piece.dropped) notes.push(droppedNote(piece.dropped))
        await context.report(
          durationSeconds > 0 ? Math.min(1, piece.untilSeconds / durationSeconds) : 1,
        )
      }
    },
    context.signal,
  )
  return transcript.segments.length > 0 ? notes : [...notes, noSpeech]
}

/** Goes on with the transcript of an interrupted run of the same model, or starts a new one. */
async function openTranscript(
  video: VideoRecord,
  { database, transcriber }: RecogniseDeps,
  context: StageContext,
): Promise<GrowingTranscript> {
  const { engine, model } = transcriber
  const [started] = await database.query<Omit<GrowingTranscript, 'segments'>>(
    `select id, final_until as "finalUntil", language from transcripts
      where video_id = $1 and source = 'speech' and engine = $2 and model = $3 and not complete`,
    [video.id, engine, model],
  )
  if (started) return { ...started, segments: await readSegments(started.id, { database }) }
  const id = uuidv7()
  await context.commit(async (tx) => {
    await tx.query('delete from transcripts where video_id = $1', [video.id])
    await forgetSpeakers(tx, video.id, { keepsNames: false })
    await tx.query(
      `insert into transcripts (id, video_id, source, engine, model, language)
       values ($1, $2, 'speech', $3, $4, $5)`,
      [id, video.id, engine, model, video.requestedLanguage],
    )
  })
  return { id, finalUntil: 0, language: video.requestedLanguage, segments: [] }
}

function grow(transcript: GrowingTranscript, piece: TranscribedPiece): GrowingTranscript {
  return {
    id: transcript.id,
    finalUntil: piece.untilSeconds,
    language: transcript.language ?? piece.language,
    segments: [...transcript.segments, ...piece.segments],
  }
}

async function savePiece(
  tx: Queryable,
  video: VideoRecord,
  before: GrowingTranscript,
  grown: GrowingTranscript,
  chunkSeconds: number,
): Promise<void> {
  const added = grown.segments.slice(before.segments.length)
  await appendSegments(tx, grown.id, before.segments.length, added)
  await tx.query('update transcripts set final_until = $2, language = $3 where id = $1', [
    grown.id,
    grown.finalUntil,
    grown.language,
  ])
  if (added.length > 0) {
    const fromIndex = await lastChunkIndex(tx, video.id)
    await saveChunks(tx, video, grown, grown.segments, { chunkSeconds, fromIndex })
  }
  await tx.query(
    'update videos set searchable_until = $2, language = coalesce($3, language) where id = $1',
    [video.id, grown.finalUntil, grown.language],
  )
}

/** More segments change the last chunk at most (see `chunkTranscript`): what lies before it is not touched. */
async function lastChunkIndex(tx: Queryable, videoId: string): Promise<number> {
  const [last] = await tx.query<{ index: number }>(
    'select coalesce(max(chunk_index), 0) as index from chunks where video_id = $1',
    [videoId],
  )
  return last?.index ?? 0
}

const noSpeech: Cause = {
  code: 'no-speech',
  message: 'No speech was found in this video, so nothing in it can be searched.',
  remedy: 'If something is said in it, add captions or try another model.',
}

function droppedNote({ start, end, reason }: NonNullable<TranscribedPiece['dropped']>): Cause {
  const at = `${start.toFixed(0)} s to ${end.toFixed(0)} s`
  return {
    code: 'passage-dropped',
    message: `From ${at} no trustworthy text was recognised: ${reason}.`,
  }
}
