import type { Queryable } from '../../ports/database.ts'

/**
 * Runs statements that may have begun a transaction and not ended it: it would swallow everybody's after them. The
 * rollback also waits until the session is ready again: node-postgres tells a failure before it knows how the session stands.
 */
export async function executeAlone<Row extends object>(
  session: Queryable,
  sql: string,
): Promise<Row[]> {
  try {
    return await session.execute<Row>(sql)
  } finally {
    await session.execute('rollback').catch(() => undefined)
  }
}
