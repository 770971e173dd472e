import { CuepointError } from '../domain/errors.ts'
import type { Queryable } from '../ports/database.ts'

/**
 * Writes down which embedding model this library uses, so that every process and every status says the same. Resolves to
 * the model that was in use until now when it was another one, else to null.
 */
export async function noteEmbeddingModel(
  modelId: string | null,
  { database }: { database: Queryable },
): Promise<string | null> {
  const before = await readEmbeddingModel(database)
  await database.query(
    `insert into library_facts (name, value) values ('embedding_model', $1::jsonb)
     on conflict (name) do update set value = excluded.value where library_facts.value <> excluded.value`,
    [JSON.stringify(modelId)],
  )
  return before === modelId ? null : before
}

/**
 * Rejects with `embedding-model-differs` when a process that was started later uses another model: the vectors of two
 * models in one library are found by nobody's search. Work for the model of before waits.
 */
export async function requireEmbeddingModel(
  modelId: string,
  { database }: { database: Queryable },
): Promise<void> {
  const inUse = await readEmbeddingModel(database)
  if (inUse === null || inUse === modelId) return
  throw new CuepointError(
    'embedding-model-differs',
    `This process embeds with ${modelId}; a process that was started later uses ${inUse}.`,
    {
      retryable: 'when-available',
      remedy:
        'Give every process of the library the same CUEPOINT_EMBEDDER and CUEPOINT_EMBED_MODEL, and start those anew that have others.',
    },
  )
}

export async function readEmbeddingModel(database: Queryable): Promise<string | null> {
  const [row] = await database.query<{ model: string | null }>(
    `select value #>> '{}' as model from library_facts where name = 'embedding_model'`,
  )
  return row?.model ?? null
}
