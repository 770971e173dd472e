import type { Database } from '../ports/database.ts'
import type { TranscriptionMemory } from '../ports/transcriber.ts'
import type { StageContext } from './stage.ts'

/** The memory of a transcriber beside the transcript that it makes, written under the token of the run. */
export function createMemory(
  transcriptId: string,
  database: Database,
  { commit }: Pick<StageContext, 'commit'>,
): TranscriptionMemory {
  return {
    async read() {
      const [row] = await database.query<{ memory: unknown }>(
        'select service_memory as memory from transcripts where id = $1',
        [transcriptId],
      )
      return row?.memory ?? null
    },
    async write(value) {
      await commit(async (tx) => {
        await tx.query('update transcripts set service_memory = $2::jsonb where id = $1', [
          transcriptId,
          value === null ? null : JSON.stringify(value),
        ])
      })
    },
    async isWanted() {
      const rows = await database.query('select 1 from transcripts where id = $1', [transcriptId])
      return rows.length > 0
    },
  }
}
