import { open } from 'node:fs/promises'
import { fileError } from '../file-error.ts'

/** An index file of FAISS, whose vectors are left where they are. */
export interface IndexFacts {
  readonly source: string
  /** Null where it is no index of FAISS. */
  readonly vectors: number | null
  readonly dimensions: number | null
}

/** Every kind of index begins with four letters, the dimensions (i32) and the number of vectors (i64). */
export async function readIndexFacts(source: string): Promise<IndexFacts> {
  const file = await open(source).catch((error: unknown) => {
    throw fileError(source, error)
  })
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0)
    const isIndex = bytesRead === 16 && /^I[A-Za-z0-9]{3}$/.test(buffer.toString('latin1', 0, 4))
    return {
      source,
      vectors: isIndex ? Number(buffer.readBigInt64LE(8)) : null,
      dimensions: isIndex ? buffer.readInt32LE(4) : null,
    }
  } finally {
    await file.close()
  }
}
