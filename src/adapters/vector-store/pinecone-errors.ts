import { z } from 'zod'
import { CuepointError, TemporaryError, UnreachableError } from '../../domain/errors.ts'

/** What came of a request: the error it ends with, unless it is a passing one and another try does better. */
export interface PineconeFailure {
  readonly error: CuepointError
  readonly isPassing: boolean
  /** As the server asks for. */
  readonly retryAfterMs?: number
}

/** Pinecone has no such namespace, which is how it says that a space is empty. */
export class NamespaceMissingError extends CuepointError {
  constructor(message: string) {
    super('pinecone-namespace-missing', message)
  }
}

/** No answer: an address that nobody has, a refused or broken connection, a time-out. */
export function connectionFailure(cause: unknown, host: string): PineconeFailure {
  return {
    error: new UnreachableError(
      'pinecone-unreachable',
      `${host} cannot be reached: ${innermostMessage(cause)}.`,
      { cause, remedy: 'Check PINECONE_INDEX_HOST and the network; work goes on by itself.' },
    ),
    isPassing: true,
  }
}

/** An answer that is no success. */
export function refusedFailure(
  status: number,
  headers: Headers,
  body: string,
  host: string,
): PineconeFailure {
  const { code, message } = readReason(body)
  const said = `${host} answered ${status}${message === '' ? '' : `: ${message}`}`
  if (status === 401 || status === 403)
    return /storage|quota|limit/i.test(message)
      ? waiting('pinecone-quota', said, 'Look at the plan and the limits of the project.')
      : waiting(
          'pinecone-refused',
          said,
          'Set PINECONE_API_KEY to a key of the project that has the index, with the right to read and write.',
        )
  if (status === 402) return waiting('pinecone-quota', said, 'Look at the billing of the project.')
  if (status === 404)
    return code === notFoundCode && /namespace/i.test(message)
      ? { error: new NamespaceMissingError(said), isPassing: false }
      : waiting(
          'pinecone-not-found',
          said,
          'Set PINECONE_INDEX_HOST to the address that the page of the index shows.',
        )
  if (status === 429)
    return /month/i.test(message)
      ? waiting('pinecone-quota', said, 'The units of this month are used up: look at the plan.')
      : passing(new TemporaryError('pinecone-busy', said), headers)
  if (status >= 500 || status === 408)
    return passing(new UnreachableError('pinecone-unreachable', said), headers)
  return { error: new CuepointError('pinecone-rejected', said), isPassing: false }
}

/** What the client itself threw, or an answer that is none of Pinecone's. */
export function toPineconeError(error: unknown, host: string): CuepointError {
  for (let link = error; link instanceof Error; link = link.cause)
    if (link instanceof CuepointError) return link
  return new CuepointError(
    'pinecone-answer',
    `${host} did not answer as an index of Pinecone does: ${innermostMessage(error)}.`,
    {
      cause: error,
      retryable: 'when-available',
      remedy: 'Set PINECONE_INDEX_HOST to the address that the page of the index shows.',
    },
  )
}

/** NOT_FOUND of gRPC. */
const notFoundCode = 5

const reason = z.object({ code: z.number().optional(), message: z.string() })

function readReason(body: string): { code?: number | undefined; message: string } {
  try {
    return reason.parse(JSON.parse(body))
  } catch {
    // Some of its answers are plain text.
    return { message: body.trim().slice(0, 300) }
  }
}

/** A person has to act; the work waits for that. */
function waiting(code: string, message: string, remedy: string): PineconeFailure {
  return {
    error: new CuepointError(code, message, { remedy, retryable: 'when-available' }),
    isPassing: false,
  }
}

function passing(error: CuepointError, headers: Headers): PineconeFailure {
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  return { error, isPassing: true, ...(seconds >= 0 && { retryAfterMs: seconds * 1000 }) }
}

/** `fetch failed` says nothing; what it was caused by does. */
function innermostMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  if (error.cause instanceof Error) return innermostMessage(error.cause)
  const isNamed = 'code' in error && typeof error.code === 'string'
  return error.message === '' && isNamed ? String(error.code) : error.message
}
