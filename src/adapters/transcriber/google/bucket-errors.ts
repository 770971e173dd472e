import { z } from 'zod'
import { CuepointError, UnreachableError } from '../../../domain/errors.ts'

/** Says what an error of Cloud Storage means for the person who set it up. `asked` completes "was asked …". */
export function toBucketError(error: unknown, bucket: string, asked: string): CuepointError {
  if (error instanceof CuepointError) return error
  const message = error instanceof Error ? error.message : String(error)
  const status = statusOf(error)
  const said = `Cloud Storage was asked ${asked} in the bucket "${bucket}" and ${status === null ? 'failed' : `answered ${status}`}: ${message}`
  const details = { cause: error, retryable: 'when-available' } as const
  if (status === 401)
    return new CuepointError('transcriber-refused', said, {
      ...details,
      remedy: 'Set GOOGLE_APPLICATION_CREDENTIALS to the key file of an account of this project.',
    })
  if (status === 403)
    return new CuepointError('transcriber-refused', said, {
      ...details,
      remedy:
        'Give the account the role roles/storage.objectAdmin on the bucket (CUEPOINT_GOOGLE_BUCKET).',
    })
  if (status === 404)
    return new CuepointError('transcriber-not-found', said, {
      ...details,
      remedy: 'Set CUEPOINT_GOOGLE_BUCKET to a bucket that exists.',
    })
  if (status === 429)
    return new UnreachableError('transcriber-quota', said, {
      cause: error,
      remedy: 'It is tried again by itself.',
    })
  if (status === null || status === 408 || status >= 500)
    return new UnreachableError('transcriber-unreachable', said, {
      cause: error,
      remedy:
        'It is tried again by itself. If it stays so, check the network and CUEPOINT_GOOGLE_STORAGE_ENDPOINT.',
    })
  return new CuepointError('transcriber-rejected', said, { cause: error })
}

export function isNotThere(error: unknown): boolean {
  return statusOf(error) === 404
}

const withCode = z.object({ code: z.union([z.number(), z.string().regex(/^\d{3}$/)]) })
const withStatus = z.object({ status: z.number() })

/** The HTTP status; the client puts it in one of two places, and codes of the network (`ECONNRESET`) in the first. */
function statusOf(error: unknown): number | null {
  const code = withCode.safeParse(error)
  if (code.success) return Number(code.data.code)
  const status = withStatus.safeParse(error)
  return status.success ? status.data.status : null
}
