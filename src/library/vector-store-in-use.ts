import type { Database } from '../ports/database.ts'

/**
 * Writes down which external vector store follows the database; null when it searches its own vectors. Another store than
 * before knows nothing yet: everything is put into the outbox for it. `store` names the kind and the place.
 */
export async function noteVectorStore(
  store: string | null,
  { database }: { database: Database },
): Promise<void> {
  const value = JSON.stringify(store)
  if ((await readStore(database)) === value) return
  await database.transaction(async (tx) => {
    await tx.query('set local statement_timeout = 0')
    // Waits for those who are writing vectors under the old fact, and lets nobody begin before the new one holds.
    await tx.execute('lock table embeddings in share mode')
    if ((await readStore(tx)) === value) return
    await tx.query(
      `insert into library_facts (name, value) values ('vector_store', $1::jsonb)
       on conflict (name) do update set value = excluded.value`,
      [value],
    )
    await tx.query('delete from vector_outbox')
    if (store === null) return
    await tx.query(
      `insert into vector_outbox (model_id, chunk_id)
       select e.model_id, e.chunk_id from embeddings e, library_facts f
        where f.name = 'embedding_model' and f.value = to_jsonb(e.model_id)`,
    )
  })
}

/**
 * The same for a process that writes vectors and feeds no store. Which external store there is was said by the process that
 * feeds it: a worker on another host may know the same one by another place.
 */
export async function noteVectorStoreOfWriter(
  store: string | null,
  { database }: { database: Database },
): Promise<void> {
  const isNoted = store !== null && (await readStore(database)) !== 'null'
  if (!isNoted) await noteVectorStore(store, { database })
}

async function readStore(database: Pick<Database, 'query'>): Promise<string> {
  const [row] = await database.query<{ value: unknown }>(
    `select value from library_facts where name = 'vector_store'`,
  )
  return JSON.stringify(row?.value ?? null)
}
