import type { VectorRecord } from '../../ports/vector-store.ts'

/** As Pinecone takes them. Metadata holds what is filtered by; null is no value there. */
interface PineconeRecord {
  readonly id: string
  readonly values: number[]
  readonly metadata: Record<string, string>
}

/** `docs.pinecone.io/reference/api/database-limits`: 1000 records and 2 MB in an upsert, 1000 ids in a delete. */
export const maxRecords = 1000
const maxBytes = 2_000_000

/** Room for what stands around the records: braces, the name of the namespace. */
const envelopeBytes = 1000

/** Cut by what the JSON weighs. The last of several records of a chunk counts. */
export function pineconeBatches(records: readonly VectorRecord[]): PineconeRecord[][] {
  const batches: PineconeRecord[][] = []
  let batch: PineconeRecord[] = []
  let room = 0
  for (const record of new Map(records.map((each) => [each.chunkId, each])).values()) {
    const written = toPineconeRecord(record)
    const bytes = Buffer.byteLength(JSON.stringify(written)) + 1
    if (bytes > room || batch.length === maxRecords) {
      batch = []
      batches.push(batch)
      room = maxBytes - envelopeBytes
    }
    batch.push(written)
    room -= bytes
  }
  return batches
}

function toPineconeRecord({ chunkId, videoId, language, vector }: VectorRecord): PineconeRecord {
  return {
    id: chunkId,
    values: toNumbers(vector),
    metadata: { video_id: videoId, ...(language !== null && { language }) },
  }
}

/** Nine digits give back the same 32 bit float; as they are, the numbers would take up to twenty. */
export function toNumbers(vector: Float32Array): number[] {
  return Array.from(vector, (value) => Number(value.toPrecision(9)))
}
