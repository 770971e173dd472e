import { readSegments, readTranscript } from '../../library/read-transcript.ts'
import type { StoredTranscript } from '../../library/read-transcript.ts'
import type { Database } from '../../ports/database.ts'
import { saveChunks } from '../save-chunks.ts'
import { defineStage } from '../stage.ts'

/** Cuts the finished transcript into the units of search. While speech was recognised this was done piece by piece; now it is made whole. */
export const chunk = defineStage<
  { database: Database; chunkSeconds: number },
  { transcript: StoredTranscript; chunkSeconds: number }
>({
  name: 'chunk',
  async run(video, { database, chunkSeconds }) {
    return { transcript: await readTranscript(video.id, { database }), chunkSeconds }
  },
  async save(tx, video, { transcript, chunkSeconds }) {
    await saveChunks(tx, video, transcript, await readSegments(transcript.id, { database: tx }), {
      chunkSeconds,
    })
    await tx.query(
      `update videos set searchable_until = coalesce(duration, $2), language = coalesce($3, language), embedded_model = null
        where id = $1`,
      [video.id, transcript.segments.at(-1)?.end ?? 0, transcript.language],
    )
  },
})
