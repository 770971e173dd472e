import { DatabaseError } from '../../domain/database-error.ts'

/** A driver's error as ours: PostgreSQL's own carry a severity and the SQLSTATE, everything else is the connection. */
export function toDatabaseError(error: unknown): DatabaseError {
  if (error instanceof DatabaseError) return error
  return new DatabaseError(describeError(error), sqlStateOf(error), { cause: error })
}

export function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('severity' in error) || !('code' in error)) return null
  // After a PANIC the engine is gone, whatever the statement was.
  return typeof error.code === 'string' && error.severity !== 'PANIC' ? error.code : null
}

/** Node tries every address of a name and hides what happened in `errors`, under an empty message. */
export function describeError(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describeError).join('; ')
  return error instanceof Error ? error.message : String(error)
}
