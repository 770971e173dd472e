/** An answer of the API that is not the one hoped for, in words for a person. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  /** The HTTP status, 0 when there was no answer. */
  readonly status: number
  readonly code: string
  /** What to do about it. */
  readonly remedy: string | undefined

  constructor(
    message: string,
    {
      status,
      code,
      remedy,
      cause,
    }: { status: number; code: string; remedy?: string | undefined; cause?: unknown },
  ) {
    super(message, { cause })
    this.status = status
    this.code = code
    this.remedy = remedy
  }

  static unreachable(cause: unknown): ApiError {
    return new ApiError('The server does not answer.', {
      status: 0,
      code: 'unreachable',
      remedy: 'Is it still running? This page tries again by itself.',
      cause,
    })
  }

  /** From a problem document (RFC 9457), or from whatever stood in its place. */
  static fromAnswer(status: number, body: unknown): ApiError {
    return new ApiError(
      stringIn(body, 'detail') ?? stringIn(body, 'title') ?? `The server answered with ${status}.`,
      {
        status,
        code: stringIn(body, 'code') ?? `http-${status}`,
        remedy: stringIn(body, 'remedy'),
      },
    )
  }

  /** Whether the same request may succeed a little later. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 502
  }
}

function stringIn(body: unknown, key: string): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const value: unknown = Reflect.get(body, key)
  return typeof value === 'string' && value !== '' ? value : undefined
}
