import { ConflictError, CuepointError, MissingPartError } from '../../domain/errors.ts'

export function hasErrorCode(error: unknown, ...codes: string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  )
}

/** Says what an error of the file system means for the person whose disk it is; others stay as they are. */
export function toStorageError(error: unknown, directory: string): unknown {
  if (error instanceof CuepointError) return error
  if (hasErrorCode(error, 'ENOSPC', 'EDQUOT'))
    return new MissingPartError(
      'storage-full',
      `There is no room left for files in ${directory}.`,
      'Make room on that disk (or raise the quota), or remove videos.',
      error,
    )
  if (hasErrorCode(error, 'EACCES', 'EPERM', 'EROFS'))
    return new MissingPartError(
      'storage-denied',
      `Cuepoint may not write to ${directory}: ${error instanceof Error ? error.message : ''}.`,
      'Let the account that Cuepoint runs under read and write that folder.',
      error,
    )
  if (hasErrorCode(error, 'ENOTDIR', 'EISDIR', 'ENOTEMPTY', 'EEXIST'))
    return new ConflictError(`A file and a folder would have the same name in ${directory}.`, {
      cause: error,
    })
  return error
}
