import { createRequire } from 'node:module'
import { z } from 'zod'
import { MissingPartError } from '../../domain/errors.ts'

/** What is used of an index of faiss-node. Its other calls end the whole process where FAISS throws, on a full disk say. */
export interface FaissIndex {
  ntotal(): number
  getDimension(): number
  /** The `k` largest inner products, best first; `k` from 1 to `ntotal`. Synchronous. */
  search(
    query: number[],
    k: number,
  ): { readonly distances: readonly number[]; readonly labels: readonly number[] }
}

/** An exact index that compares by inner product. */
export interface FaissModule {
  readonly IndexFlatIP: { read(path: string): FaissIndex }
}

const moduleSchema: z.ZodType<FaissModule> = z.object({
  IndexFlatIP: z.custom<FaissModule['IndexFlatIP']>((value) => typeof value === 'function'),
})

/**
 * Loads faiss-node, which people add by themselves: its install downloads or compiles, and where it cannot, it takes the
 * whole `npm install` down. `place` is its folder; null: wherever Node finds it. Throws `faiss-missing`.
 */
export function loadFaiss(place: string | null): FaissModule {
  const require = createRequire(import.meta.url)
  try {
    const loaded: unknown = require(place ?? 'faiss-node')
    return moduleSchema.parse(loaded)
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    throw new MissingPartError(
      'faiss-missing',
      `faiss-node cannot be loaded${place === null ? '' : ` from ${place}`}: ${reason}`,
      'Add it with `npm install faiss-node@0.5.1` in the folder of Cuepoint (`npm install -g` where Cuepoint was installed so), or set CUEPOINT_FAISS_MODULE to the folder of the package.',
      error,
    )
  }
}
