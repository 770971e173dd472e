import type { Database, Queryable } from '../ports/database.ts'

/**
 * Brings the indexes that depend on what the database offers in line with it: BM25 where pg_textsearch is there, and
 * similar words where pg_trgm is. Quick when nothing has changed. Safe when several processes start at once.
 */
export async function refreshSearchIndexes(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    // Over a large library an index takes longer than any search may, and so does waiting for who makes it.
    await tx.query('set local statement_timeout = 0')
    await tx.query('select pg_advisory_xact_lock($1)', [indexLock])
    for (const { name, definition } of indexes(database.hasBm25, await hasTrigrams(tx))) {
      const isWanted = definition !== null
      if (isWanted === (await exists(tx, name))) continue
      await tx.query(
        definition === null ? `drop index ${name}` : `create index ${name} ${definition}`,
      )
    }
  })
}

/** Any number that nobody else locks. */
const indexLock = 4_801_182

interface Index {
  readonly name: string
  /** Null where the database cannot have it. */
  readonly definition: string | null
}

function indexes(hasBm25: boolean, hasTrgm: boolean): Index[] {
  // Terms and runs are made of ASCII letters and digits, which the configuration `simple` leaves as they are.
  const bm25 = (content: string) =>
    hasBm25 ? `on chunks using bm25 (${content}) with (text_config = 'simple')` : null
  return [
    { name: keywordIndex, definition: bm25('terms') },
    { name: lettersIndex, definition: bm25('letter_runs(letters)') },
    {
      name: 'vocabulary_similar',
      definition: hasTrgm ? 'on vocabulary using gin (word gin_trgm_ops)' : null,
    },
  ]
}

/** Names that queries use (`to_bm25query(…, name)`). */
export const keywordIndex = 'chunks_bm25_terms'
export const lettersIndex = 'chunks_bm25_letters'

async function exists(tx: Queryable, name: string): Promise<boolean> {
  const [row] = await tx.query<{ exists: boolean }>(
    'select to_regclass($1) is not null as exists',
    [name],
  )
  return row?.exists === true
}

export async function hasTrigrams(database: Queryable): Promise<boolean> {
  const found = await database.query(`select 1 from pg_extension where extname = 'pg_trgm'`)
  return found.length > 0
}
