import { APIConnectionError, APIError } from 'openai'
import { CuepointError, TemporaryError } from '../../domain/errors.ts'

interface Server {
  readonly baseUrl: string
  readonly model: string
}

/** Says what the server's answer means for the person who set it up. */
export function toEmbedderError(error: unknown, { baseUrl, model }: Server): CuepointError {
  if (error instanceof APIConnectionError)
    return new TemporaryError(
      'embedder-unreachable',
      `The embedding server ${baseUrl} cannot be reached: ${innermostMessage(error)}.`,
      { cause: error, remedy: 'Check OPENAI_BASE_URL and whether the server runs.' },
    )
  if (!(error instanceof APIError))
    return new CuepointError(
      'embedder-answer',
      `${baseUrl} did not answer as an embedding server does: ${innermostMessage(error)}.`,
      {
        cause: error,
        remedy: 'Check that OPENAI_BASE_URL names its API, mostly with /v1 at the end.',
      },
    )
  const said = `${baseUrl} answered ${error.message}`
  switch (error.status) {
    case 401:
    case 403:
      return waiting('embedder-refused', said, 'Set OPENAI_API_KEY to a key that may embed.', error)
    case 404:
      return waiting(
        'embedder-not-found',
        `${said}, asked for embeddings of the model ${model}.`,
        'Check OPENAI_BASE_URL (mostly with /v1 at the end) and CUEPOINT_OPENAI_EMBED_MODEL.',
        error,
      )
    case 429:
      return error.code === 'insufficient_quota'
        ? waiting('embedder-quota', said, 'Top up the account of OPENAI_API_KEY.', error)
        : new TemporaryError('embedder-busy', said, { cause: error })
    default:
      return isPassing(error.status)
        ? new TemporaryError('embedder-unreachable', said, { cause: error })
        : new CuepointError('embedder-rejected', said, {
            cause: error,
            remedy: `Check that ${model} is an embedding model of this server.`,
          })
  }
}

/** A person has to act; the work waits for that. */
function waiting(code: string, message: string, remedy: string, cause: unknown): CuepointError {
  return new CuepointError(code, message, { remedy, cause, retryable: 'when-available' })
}

function isPassing(status: unknown): boolean {
  return typeof status === 'number' && (status === 408 || status === 409 || status >= 500)
}

function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? innermostMessage(error.cause) : error.message
}
