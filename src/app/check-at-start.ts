import { UnreachableError } from '../domain/errors.ts'
import type { Logger } from '../ports/logger.ts'

/** A service that takes longer to say how it is counts as one that does not answer. */
const patienceMs = 20_000

/**
 * Has a part say whether it can be used. What a person has to mend ends the start; a service that does not answer does
 * not: what is here can be searched, and work for it waits.
 */
export async function checkAtStart(
  part: string,
  check: (signal: AbortSignal) => Promise<void>,
  logger: Logger,
): Promise<void> {
  const tooLate = AbortSignal.timeout(patienceMs)
  try {
    await check(tooLate)
  } catch (error) {
    if (!(error instanceof UnreachableError) && !tooLate.aborted) throw error
    logger.warn({ part, error }, 'a service does not answer; work for it waits')
  }
}
