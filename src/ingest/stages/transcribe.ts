import { CuepointError, UnsupportedMediaError } from '../../domain/errors.ts'
import type { Cause } from '../../domain/video.ts'
import { addNotes } from '../../library/notes.ts'
import type { VideoRecord } from '../../library/video-record.ts'
import type { Database } from '../../ports/database.ts'
import type { MediaTool } from '../../ports/media-tool.ts'
import type { ObjectStorage } from '../../ports/object-storage.ts'
import type { Transcriber } from '../../ports/transcriber.ts'
import { findCaptions } from '../find-captions.ts'
import { recogniseSpeech } from '../recognise-speech.ts'
import { completeTranscript, saveWholeTranscript } from '../save-transcript.ts'
import { defineStage } from '../stage.ts'
import { probedFacts } from '../stored-file.ts'

interface TranscribeDeps {
  readonly database: Database
  readonly storage: ObjectStorage
  readonly media: MediaTool
  readonly transcriber: Transcriber | null
  readonly chunkSeconds: number
}

/** Captions come first: a person wrote them. Speech is recognised only where there are none, or where it is asked for. */
export const transcribe = defineStage<TranscribeDeps, readonly Cause[]>({
  name: 'transcribe',
  async run(video, deps, context) {
    const captions = video.prefersSpeech ? null : await findCaptions(video, deps, context.signal)
    if (captions) {
      await context.commit(async (tx) => {
        await saveWholeTranscript(tx, video.id, captions.transcript)
      })
      return captions.notes
    }
    refuseWithoutSound(video)
    return recogniseSpeech(video, { ...deps, transcriber: wantedTranscriber(deps) }, context)
  },
  async save(tx, video, notes) {
    await completeTranscript(tx, video.id)
    await addNotes(tx, video.id, notes)
  },
})

function refuseWithoutSound(video: VideoRecord): void {
  if (probedFacts(video).audio) return
  throw new UnsupportedMediaError(
    'This video has no sound and no captions, so nothing is said in it.',
    {
      code: 'no-audio',
      remedy: 'Add captions (SRT or WebVTT) to make it searchable.',
    },
  )
}

function wantedTranscriber({ transcriber }: TranscribeDeps): Transcriber {
  if (transcriber) return transcriber
  throw new CuepointError(
    'no-captions',
    'This video has no captions, and speech recognition is off.',
    {
      remedy: 'Add captions (SRT or WebVTT), or set CUEPOINT_TRANSCRIBER=local and try again.',
    },
  )
}
