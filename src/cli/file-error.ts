import { CuepointError, InvalidInputError } from '../domain/errors.ts'

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EACCES: 'this user is not allowed to',
  EPERM: 'this user is not allowed to',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of the path is no folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the disk is read-only',
}

/** What the system says of a file or folder that the person has named. */
export function fileError(path: string, error: unknown): CuepointError {
  if (error instanceof CuepointError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const reason = reasons[code] ?? (error instanceof Error ? error.message : String(error))
  return new InvalidInputError(`${path} cannot be read or written: ${reason}.`, {
    code: 'file',
    cause: error,
  })
}
