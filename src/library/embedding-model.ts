import type { Queryable } from '../ports/database.ts'

/** Writes down which embedding model this library uses, so that every process and every status says the same. */
export async function noteEmbeddingModel(
  modelId: string | null,
  { database }: { database: Queryable },
): Promise<void> {
  await database.query(
    `insert into library_facts (name, value) values ('embedding_model', $1::jsonb)
     on conflict (name) do update set value = excluded.value where library_facts.value <> excluded.value`,
    [JSON.stringify(modelId)],
  )
}
