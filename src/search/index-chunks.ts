import { v7 as uuidv7 } from 'uuid'
import type { Chunk } from '../domain/chunk.ts'
import { textWords } from '../domain/text-words.ts'
import type { Queryable } from '../ports/database.ts'
import { guessLanguage } from './guess-language.ts'
import { encodeSpans } from './chunk-spans.ts'
import { indexedForm, type IndexedForm } from './indexed-form.ts'
import { saveVocabulary } from './vocabulary.ts'

/** Whose chunks they are. */
interface ChunkOwner {
  readonly videoId: string
  readonly transcriptId: string
  /** BCP 47; null: guessed from title and text, to know which endings to cut. */
  readonly language: string | null
  readonly title: string
}

/**
 * Makes the chunks of a video from `fromIndex` on those of `chunks` (all of them, from 0). A chunk whose text stays the
 * same keeps its id, and with it its vector.
 */
export async function replaceChunks(
  tx: Queryable,
  owner: ChunkOwner,
  chunks: readonly Chunk[],
  { fromIndex }: { fromIndex: number },
): Promise<void> {
  const language = primaryTag(owner.language) ?? guessLanguage(firstWords(owner.title, chunks))
  const stored = await readStored(tx, owner.videoId, fromIndex)
  const kept: IndexedChunk[] = []
  const added: IndexedChunk[] = []
  for (const chunk of chunks.slice(fromIndex)) {
    const before = stored.get(chunk.index)
    const shared = sharedLength(chunks[chunk.index - 1], chunk)
    const form = {
      ...indexedForm(chunk.text, language, shared),
      language,
      ...storedSpans(chunk),
    }
    if (before?.text !== chunk.text) added.push({ id: uuidv7(), chunk, ...form })
    else kept.push({ id: before.id, chunk, ...form })
  }
  await deleteOthers(tx, owner.videoId, fromIndex, kept)
  for (const part of batches(kept)) await updateChunks(tx, owner, part)
  for (const part of batches(added)) await insertChunks(tx, owner, part)
  await saveVocabulary(
    tx,
    added.map(({ chunk }) => chunk.text),
    language,
  )
}

interface IndexedChunk extends IndexedForm {
  readonly id: string
  readonly chunk: Chunk
  readonly language: string | null
  /** An array of PostgreSQL in its text form: arrays of arrays would have to be equally long. */
  readonly spans: string
  readonly speakers: string | null
}

function storedSpans(chunk: Chunk): { spans: string; speakers: string | null } {
  const { spans, speakers } = encodeSpans(chunk.spans)
  return { spans: `{${spans.join(',')}}`, speakers: speakers && JSON.stringify(speakers) }
}

function primaryTag(language: string | null): string | null {
  return language?.split('-')[0]?.toLowerCase() ?? null
}

/** Enough to tell the language, and the same ones while a transcript grows. */
function firstWords(title: string, chunks: readonly Chunk[]): string[] {
  const texts = [title, ...chunks.slice(0, 20).map(({ text }) => text)]
  return textWords(texts.join(' ')).map(({ word }) => word)
}

async function readStored(
  tx: Queryable,
  videoId: string,
  fromIndex: number,
): Promise<Map<number, { id: string; text: string }>> {
  const rows = await tx.query<{ id: string; index: number; text: string }>(
    'select id, chunk_index as index, text from chunks where video_id = $1 and chunk_index >= $2',
    [videoId, fromIndex],
  )
  return new Map(rows.map(({ index, id, text }) => [index, { id, text }]))
}

/** How many characters at the beginning repeat the end of the chunk before. */
function sharedLength(before: Chunk | undefined, chunk: Chunk): number {
  if (!before) return 0
  return chunk.spans.findLast(({ end, start }) => end <= before.end && start < before.end)?.to ?? 0
}

async function deleteOthers(
  tx: Queryable,
  videoId: string,
  fromIndex: number,
  kept: readonly IndexedChunk[],
): Promise<void> {
  await tx.query(
    'delete from chunks where video_id = $1 and chunk_index >= $2 and id <> all($3::uuid[])',
    [videoId, fromIndex, kept.map(({ id }) => id)],
  )
}

/** Their times, their language or their neighbours may be others than before; often nothing is. */
async function updateChunks(
  tx: Queryable,
  { transcriptId }: ChunkOwner,
  chunks: readonly IndexedChunk[],
): Promise<void> {
  await tx.query(
    `update chunks c
        set transcript_id = $1, start_time = r.start_time, end_time = r.end_time, language = r.language, spans = r.spans,
            speakers = r.speakers, terms = r.terms, lexemes = r.lexemes, letters = r.letters
       from ${rows} as r
      where c.id = r.id
        and (c.transcript_id, c.start_time, c.end_time, c.language, c.spans, c.speakers, c.terms, c.lexemes, c.letters)
            is distinct from ($1, r.start_time, r.end_time, r.language, r.spans, r.speakers, r.terms, r.lexemes, r.letters)`,
    [transcriptId, ...columnsOf(chunks)],
  )
}

async function insertChunks(
  tx: Queryable,
  { transcriptId, videoId }: ChunkOwner,
  chunks: readonly IndexedChunk[],
): Promise<void> {
  await tx.query(
    `insert into chunks (id, video_id, transcript_id, chunk_index, start_time, end_time, text, language, spans, speakers, terms,
                         lexemes, letters)
     select r.id, $13, $1, r.index, r.start_time, r.end_time, r.text, r.language, r.spans, r.speakers, r.terms, r.lexemes, r.letters
       from ${rows} as r`,
    [transcriptId, ...columnsOf(chunks), videoId],
  )
}

/** `$2` to `$12` as rows. */
const rows = `(
  select id, index, start_time, end_time, text, language, spans::int[], speakers::jsonb, terms, lexemes::tsvector,
         letters
    from unnest($2::uuid[], $3::int[], $4::float8[], $5::float8[], $6::text[], $7::text[], $8::text[], $9::text[],
                $10::text[], $11::text[], $12::text[])
      as u (id, index, start_time, end_time, text, language, spans, speakers, terms, lexemes, letters))`

function columnsOf(chunks: readonly IndexedChunk[]): unknown[] {
  return [
    chunks.map(({ id }) => id),
    chunks.map(({ chunk }) => chunk.index),
    chunks.map(({ chunk }) => chunk.start),
    chunks.map(({ chunk }) => chunk.end),
    chunks.map(({ chunk }) => chunk.text),
    chunks.map(({ language }) => language),
    chunks.map(({ spans }) => spans),
    chunks.map(({ speakers }) => speakers),
    chunks.map(({ terms }) => terms),
    chunks.map(({ lexemes }) => lexemes),
    chunks.map(({ letters }) => letters),
  ]
}

/** Hours of speech in one statement would be megabytes of parameters. */
function* batches<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < items.length; start += 200) yield items.slice(start, start + 200)
}
