import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { CuepointError } from '../domain/errors.ts'
import type { Context } from './context.ts'
import type { Library } from './library.ts'
import { createProgress } from './progress.ts'

/** What an external vector store has, beside what it should have. */
const vectorCounts = z.object({
  vectors: z.number(),
  embedded: z.number(),
  untold: z.number(),
})
export type VectorCounts = z.output<typeof vectorCounts>

const lookEveryMs = 500

/** Some stores count with a delay: so long after the last change they have to agree. */
const agreeWithinMs = 60_000

/**
 * Resolves when the store has been told everything and its count is that of the database, or still is another one a
 * minute after it changed last. Rejects when the store does not answer.
 */
export async function waitForVectors(
  library: Library,
  { signal, json }: Pick<Context, 'signal' | 'json'>,
): Promise<VectorCounts> {
  using progress = createProgress(json())
  let last: VectorCounts | null = null
  let changedAt = performance.now()
  for (;;) {
    const counts = await readCounts(library, signal)
    const { vectors, embedded, untold } = counts
    if (untold === 0 && vectors === embedded) return counts
    if (vectors !== last?.vectors || untold !== last.untold) changedAt = performance.now()
    if (performance.now() - changedAt > agreeWithinMs) return counts
    last = counts
    const done = Math.max(0, embedded - untold)
    progress.show('vectors', embedded === 0 ? 1 : done / embedded, `${done} of ${embedded}`)
    await sleep(lookEveryMs, undefined, { signal })
  }
}

async function readCounts(library: Library, signal: AbortSignal): Promise<VectorCounts> {
  const { parts } = await library.system(signal)
  const part = parts.find(({ name }) => name === 'vectors')
  const counts = vectorCounts.safeParse(part?.details)
  if (counts.success) return counts.data
  throw new CuepointError(
    part?.problem?.code ?? 'no-external-store',
    part?.problem?.message ?? 'There is no vector store that could be compared.',
    part?.problem?.remedy === undefined ? {} : { remedy: part.problem.remedy },
  )
}
