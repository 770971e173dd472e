import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { CuepointError } from '../domain/errors.ts'
import type { Logger } from '../ports/logger.ts'
import type { problem } from './schemas/common.ts'

type Problem = z.output<typeof problem>

/** Codes whose status does not follow from the kind of error. */
const statusByCode: Readonly<Record<string, number>> = {
  unauthorized: 401,
  'forbidden-host': 403,
  'forbidden-origin': 403,
  'not-found': 404,
  'no-transcript': 404,
  'no-media': 404,
  'no-file': 409,
  conflict: 409,
  'not-probed': 409,
  'upload-offset': 409,
  'upload-gone': 410,
  'tus-version': 412,
  'too-large': 413,
  'unsupported-type': 415,
  'empty-file': 422,
  'invalid-captions': 422,
  'no-captions': 422,
  'unsupported-media': 415,
  // Nobody is there to read it; it is for the log.
  'client-gone': 499,
  'upload-busy': 423,
  'storage-full': 507,
  'disk-full': 507,
}

/** What is missing or down may be back by then. */
const retryAfterSeconds = 5

/** Answers with the problem document (RFC 9457) of an error; what nobody raised on purpose is logged and not told. */
export function sendProblem(reply: FastifyReply, error: unknown, logger: Logger): FastifyReply {
  const document = toProblem(error, logger)
  if (document.status === 503) reply.header('retry-after', retryAfterSeconds)
  return reply.code(document.status).type('application/problem+json').send(JSON.stringify(document))
}

/** Also where there is no Fastify to answer: a request that could not even be read. */
export function describeProblem(
  status: number,
  code: string,
  detail: string,
  more: Pick<Problem, 'remedy' | 'errors'> = {},
): Problem {
  return { type: 'about:blank', title: titleOf(status), status, detail, code, ...more }
}

function toProblem(error: unknown, logger: Logger): Problem {
  if (error instanceof CuepointError) return ofCuepoint(error, logger)
  if (error instanceof z.ZodError) return ofInput(error.issues)
  if (hasZodFastifySchemaValidationErrors(error)) {
    return ofInput(
      error.validation.map(({ instancePath, message }) => ({
        path: instancePath.split('/').slice(1),
        message: message ?? 'not valid',
      })),
    )
  }
  const status = statusOfFastify(error)
  if (status !== null) {
    const refusal = fastifyRefusals[status]
    return describeProblem(
      status,
      refusal?.code ?? 'invalid-request',
      refusal?.detail ?? messageOf(error),
    )
  }
  return describeProblem(500, 'internal', withheld('Something unexpected happened', error, logger))
}

/** What went wrong inside is for the log, where a person finds it by its number. */
function withheld(what: string, error: unknown, logger: Logger): string {
  const id = randomUUID()
  logger.error({ id, error }, 'request failed')
  return `${what}. The log has it under ${id}.`
}

function ofCuepoint(error: CuepointError, logger: Logger): Problem {
  const status = statusByCode[error.code] ?? statusOf(error)
  if (error.code === 'database') {
    const detail = withheld('The database could not serve this request', error, logger)
    return describeProblem(status, error.code, detail)
  }
  if (status >= 500) logger.warn({ code: error.code, error }, 'request could not be served')
  const more = error.remedy === undefined ? {} : { remedy: error.remedy }
  return describeProblem(status, error.code, error.message, more)
}

function statusOf({ code, retryable }: CuepointError): number {
  if (code.startsWith('invalid-')) return 400
  if (code === 'database' && retryable === 'never') return 500
  return retryable === 'never' ? 400 : 503
}

interface Issue {
  readonly path: readonly PropertyKey[]
  readonly message: string
}

function ofInput(issues: readonly Issue[]): Problem {
  const errors = issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }))
  const detail = errors.map(({ path, message }) => (path ? `${path}: ${message}` : message))
  return describeProblem(400, 'invalid-input', detail.slice(0, 5).join('; '), { errors })
}

/** The refusals of Fastify and its plugins (`FST_…`): none of them tells anything that is not the client's own. */
function statusOfFastify(error: unknown): number | null {
  if (!(error instanceof Error) || !('statusCode' in error)) return null
  const { statusCode } = error
  return typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500 ? statusCode : null
}

const fastifyRefusals: Readonly<Record<number, { code: string; detail?: string }>> = {
  404: { code: 'not-found' },
  406: { code: 'unsupported-type' },
  413: { code: 'too-large', detail: 'What was sent is larger than is accepted here.' },
  415: { code: 'unsupported-type' },
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function titleOf(status: number): string {
  return STATUS_CODES[status] ?? 'Error'
}
