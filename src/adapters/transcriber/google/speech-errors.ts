import { Status } from 'google-gax'
import { z } from 'zod'
import { CuepointError, TemporaryError, UnreachableError } from '../../../domain/errors.ts'

/** What gRPC says of a failed call, and what an operation or a file inside a batch has as its error. */
const speechStatus = z.object({
  code: z.number().int(),
  message: z.string().nullish(),
  details: z.unknown(),
})

/** The name of the gRPC status, such as `NOT_FOUND`; null: it is no answer of a service. */
export function statusNameOf(error: unknown): string | null {
  const status = speechStatus.safeParse(error)
  return status.success ? nameOf(status.data.code) : null
}

function nameOf(code: number): string {
  return Status[code] ?? `${code}`
}

/** Says what an error of Speech-to-Text means for the person who set it up. `asked` completes "was asked …". */
export function toSpeechError(error: unknown, asked: string): CuepointError {
  if (error instanceof CuepointError) return error
  const status = speechStatus.safeParse(error)
  if (!status.success)
    return new TemporaryError(
      'transcriber-failed',
      `Google Speech-to-Text was asked ${asked} and failed: ${error instanceof Error ? error.message : String(error)}.`,
      { cause: error },
    )
  const { code, message, details } = status.data
  const words = typeof details === 'string' && details !== '' ? details : (message ?? '')
  const said = `Google Speech-to-Text was asked ${asked} and answered ${nameOf(code)}: ${words || 'no reason'}`
  return meaningOf(nameOf(code), said, error)
}

function meaningOf(status: string, said: string, cause: unknown): CuepointError {
  switch (status) {
    case 'UNAUTHENTICATED':
      return waiting(
        'transcriber-refused',
        said,
        'Set GOOGLE_APPLICATION_CREDENTIALS to the key file of an account of this project.',
        cause,
      )
    case 'PERMISSION_DENIED':
      return waiting(
        'transcriber-refused',
        said,
        'Enable the Speech-to-Text API in the project (GOOGLE_CLOUD_PROJECT), and give the account the role roles/speech.client there and roles/storage.objectAdmin on the bucket (CUEPOINT_GOOGLE_BUCKET).',
        cause,
      )
    case 'NOT_FOUND':
      return waiting(
        'transcriber-not-found',
        said,
        'Check GOOGLE_CLOUD_PROJECT, CUEPOINT_GOOGLE_LOCATION and CUEPOINT_GOOGLE_BUCKET.',
        cause,
      )
    case 'RESOURCE_EXHAUSTED':
      return new UnreachableError('transcriber-quota', said, {
        remedy:
          'It is tried again by itself. The quotas of Speech-to-Text stand in the console of Google Cloud.',
        cause,
      })
    case 'UNAVAILABLE':
    case 'DEADLINE_EXCEEDED':
      return new UnreachableError('transcriber-unreachable', said, {
        remedy:
          'It is tried again by itself. If it stays so, check the network and CUEPOINT_GOOGLE_SPEECH_ENDPOINT.',
        cause,
      })
    case 'INVALID_ARGUMENT':
    case 'FAILED_PRECONDITION':
    case 'OUT_OF_RANGE':
    case 'UNIMPLEMENTED':
      return new CuepointError('transcriber-rejected', said, {
        remedy:
          'Not every model has every language in every location: check CUEPOINT_GOOGLE_MODEL, CUEPOINT_GOOGLE_LOCATION and the language of the video.',
        cause,
      })
    default:
      return new TemporaryError('transcriber-failed', said, { cause })
  }
}

/** Whether it is the wish for speakers that the service refuses: `Recognizer does not support feature: …diarization…`. */
export function refusesSpeakers(error: unknown): boolean {
  return (
    error instanceof CuepointError &&
    error.code === 'transcriber-rejected' &&
    /diari[sz]ation/i.test(error.message)
  )
}

/**
 * Whether the failed call has certainly started nothing: it was refused, or there was no connection to send it on. A
 * connection that breaks, a time-out and an inner error of the service leave that open.
 */
export function hasStartedNothing(error: unknown): boolean {
  const status = speechStatus.safeParse(error)
  if (!status.success) return false
  const { code, details } = status.data
  const name = nameOf(code)
  return refusals.has(name) || (name === 'UNAVAILABLE' && isUnsent(details))
}

/** The client's own words for a call that it never sent. */
function isUnsent(details: unknown): boolean {
  return typeof details === 'string' && details.startsWith('No connection established')
}

const refusals: ReadonlySet<string> = new Set([
  'INVALID_ARGUMENT',
  'FAILED_PRECONDITION',
  'OUT_OF_RANGE',
  'UNIMPLEMENTED',
  'NOT_FOUND',
  'PERMISSION_DENIED',
  'UNAUTHENTICATED',
  'RESOURCE_EXHAUSTED',
])

/** A person or time mends it; the work waits for that. */
function waiting(code: string, message: string, remedy: string, cause: unknown): CuepointError {
  return new CuepointError(code, message, { remedy, cause, retryable: 'when-available' })
}
