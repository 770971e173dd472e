import type { Queryable } from '../ports/database.ts'
import type { Candidate } from './candidates.ts'
import { findPhrase } from './find-phrase.ts'

/** The index knows stems: `"asks"` would find `asked`. Keeps the candidates that have every phrase letter for letter. */
export async function verifyPhrases(
  candidates: readonly Candidate[],
  phrases: readonly string[],
  { database }: { database: Queryable },
): Promise<readonly Candidate[]> {
  if (phrases.length === 0 || candidates.length === 0) return candidates
  const rows = await database.query<{ id: string; text: string }>(
    'select id, text from chunks where id = any($1::uuid[])',
    [candidates.map(({ id }) => id)],
  )
  const texts = new Map(rows.map(({ id, text }) => [id, text]))
  return candidates.filter(({ id }) => {
    const text = texts.get(id) ?? ''
    return phrases.every((phrase) => findPhrase(text, phrase).length > 0)
  })
}
