import type { Cause } from '../domain/video.ts'
import type { Queryable } from '../ports/database.ts'

/** Adds what a person should know about a video to its notes; a note that is there already is not repeated. */
export async function addNotes(
  tx: Queryable,
  videoId: string,
  notes: readonly Cause[],
): Promise<void> {
  for (const note of notes) {
    await tx.query(
      `update videos set notes = notes || jsonb_build_array($2::jsonb)
        where id = $1 and not notes @> jsonb_build_array($2::jsonb)`,
      [videoId, JSON.stringify(note)],
    )
  }
}
