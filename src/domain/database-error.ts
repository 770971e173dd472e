import { CuepointError, type ErrorDetails } from './errors.ts'

/** A statement failed. `sqlState` is PostgreSQL's five-character code, null when the connection itself failed. */
export class DatabaseError extends CuepointError {
  readonly sqlState: string | null

  constructor(
    message: string,
    sqlState: string | null,
    details: Omit<ErrorDetails, 'retryable'> = {},
  ) {
    super('database', message, { ...details, retryable: isPassing(sqlState) ? 'soon' : 'never' })
    this.sqlState = sqlState
  }
}

/** Connection faults, resource shortage, serialization failures and deadlocks pass (PostgreSQL, appendix A). */
function isPassing(sqlState: string | null): boolean {
  return sqlState === null || /^(08|53|57P|40001|40P01)/.test(sqlState)
}
