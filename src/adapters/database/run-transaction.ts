import { DatabaseError } from '../../domain/database-error.ts'
import type { Queryable } from '../../ports/database.ts'

/**
 * Runs `work` between `begin` and `commit` on a session that nobody else uses meanwhile. `begin` may be several statements,
 * which set what holds for this transaction.
 */
export async function runTransaction<T>(
  session: Queryable,
  work: (tx: Queryable) => Promise<T>,
  begin = 'begin',
): Promise<T> {
  const state: State = { isOpen: true, failure: null }
  await session.execute(begin)
  try {
    const result = await work(observe(session, state))
    // A failed statement that `work` swallowed has undone everything, and commit would say nothing of it.
    if (state.failure) throw state.failure
    state.isOpen = false
    await session.query('commit')
    return result
  } catch (error) {
    state.isOpen = false
    await session.query('rollback').catch(() => undefined)
    throw error
  }
}

interface State {
  isOpen: boolean
  failure: Error | null
}

function observe(session: Queryable, state: State): Queryable {
  const run = async <T>(statement: () => Promise<T>): Promise<T> => {
    // 25P01 no_active_sql_transaction
    if (!state.isOpen) throw new DatabaseError('The transaction is over.', '25P01')
    try {
      const rows = await statement()
      // Only after a rollback to a savepoint does a statement succeed once another has failed.
      state.failure = null
      return rows
    } catch (error) {
      state.failure = error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }
  return {
    query: (text, values) => run(() => session.query(text, values)),
    execute: (sql) => run(() => session.execute(sql)),
  }
}
