import { APIConnectionError, APIError } from 'openai'
import { CuepointError, TemporaryError, UnreachableError } from '../../../domain/errors.ts'

interface Server {
  readonly baseUrl: string
  readonly model: string
}

/** Says what a failed request means for the person who set the server up. */
export function toTranscriberError(error: unknown, { baseUrl, model }: Server): CuepointError {
  if (error instanceof CuepointError) return error
  if (!(error instanceof APIError) || error instanceof APIConnectionError)
    return new UnreachableError(
      'transcriber-unreachable',
      `The speech server ${baseUrl} cannot be reached: ${innermost(error).message}.`,
      { cause: error, remedy: 'Check OPENAI_BASE_URL and whether the server runs.' },
    )
  const said = `${baseUrl} answered ${error.message}`
  switch (error.status) {
    case 401:
    case 403:
      return waiting(
        'transcriber-refused',
        said,
        'Set OPENAI_API_KEY to a key that may transcribe.',
        error,
      )
    case 404:
      return waiting(
        'transcriber-not-found',
        `${said}, asked for a transcript by the model ${model}.`,
        'Check OPENAI_BASE_URL (mostly with /v1 at the end) and CUEPOINT_OPENAI_TRANSCRIBE_MODEL.',
        error,
      )
    case 429:
      return error.code === 'insufficient_quota'
        ? waiting('transcriber-quota', said, 'Top up the account of OPENAI_API_KEY.', error)
        : new TemporaryError('transcriber-busy', said, { cause: error })
    default:
      return typeof error.status === 'number' && error.status >= 500
        ? new TemporaryError('transcriber-failed', said, { cause: error })
        : new CuepointError('transcriber-rejected', said, {
            cause: error,
            remedy: `Check that ${model} (CUEPOINT_OPENAI_TRANSCRIBE_MODEL) transcribes speech and takes Opus in Ogg.`,
          })
  }
}

/** It may have been transcribed, and billed: a person decides whether it is sent again. */
export function uncertain({ baseUrl }: Server, start: number, cause?: unknown): CuepointError {
  return new CuepointError(
    'transcription-uncertain',
    `The sound from second ${start.toFixed(0)} on was sent to ${baseUrl}, and no answer came. It may have been billed.`,
    { cause, remedy: 'Trying again sends that piece once more.' },
  )
}

/** What answers is not what was expected behind OPENAI_BASE_URL. */
export function notATranscript({ baseUrl }: Server, cause: unknown): CuepointError {
  return new CuepointError(
    'transcriber-answer',
    `${baseUrl} did not answer as a speech server does: ${cause instanceof Error ? cause.message : String(cause)}`,
    { cause, remedy: 'Check that OPENAI_BASE_URL names its API, mostly with /v1 at the end.' },
  )
}

/**
 * Whether the failed request has certainly brought no transcript: it was refused, or there was no connection to send it
 * on. A lost connection and a time-out, that of a gateway too, leave it open.
 */
export function isCertainlyUndone(error: unknown): boolean {
  if (error instanceof APIError && typeof error.status === 'number')
    return !timeOuts.has(error.status)
  const { code } = innermost(error)
  return code !== null && neverConnected.has(code)
}

/** 524 is Cloudflare's. */
const timeOuts: ReadonlySet<number> = new Set([408, 504, 524])

const neverConnected: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
  'CERT_HAS_EXPIRED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
])

/** Whether it is the form of the answer that the server does not know. */
export function refusesFormat(error: unknown): boolean {
  return (
    error instanceof APIError &&
    [400, 415, 422].includes(Number(error.status)) &&
    /response_format|verbose_json|timestamp|granularit/i.test(error.message)
  )
}

function waiting(code: string, message: string, remedy: string, cause: unknown): CuepointError {
  return new CuepointError(code, message, { remedy, cause, retryable: 'when-available' })
}

function innermost(error: unknown): { readonly message: string; readonly code: string | null } {
  if (!(error instanceof Error)) return { message: String(error), code: null }
  if (error.cause instanceof Error) return innermost(error.cause)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return { message: error.message, code }
}
