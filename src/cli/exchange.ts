import { CuepointError } from '../domain/errors.ts'
import { problem } from '../http/schemas/common.ts'

/** One request to the API and its answer; rejects when the answer is not a success. */
export type Exchange = (path: string, init: RequestInit) => Promise<Response>

/** The API said no. Its problem document, as an error. */
class ApiError extends CuepointError {
  readonly status: number

  constructor(status: number, code: string, message: string, remedy: string | undefined) {
    super(code, message, remedy === undefined ? {} : { remedy })
    this.status = status
  }
}

/** There is no answer at all. */
export class NoServerError extends CuepointError {
  constructor(address: string, cause: unknown) {
    super('server-unreachable', `The server at ${address} does not answer.`, {
      remedy: 'Look at its log, or start it again with: cuepoint serve',
      retryable: 'soon',
      cause,
    })
  }
}

export async function expectSuccess(response: Response): Promise<Response> {
  if (response.ok) return response
  const text = await response.text()
  const document = problem.safeParse(parseJson(text))
  if (document.success) {
    const { code, detail, title, remedy } = document.data
    throw new ApiError(response.status, code, detail || title, remedy)
  }
  throw new ApiError(
    response.status,
    'unexpected-answer',
    `The server answered ${response.status} ${response.statusText}.`,
    undefined,
  )
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
