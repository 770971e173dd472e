import { z } from 'zod'
import { CuepointError, TemporaryError, UnreachableError } from '../../domain/errors.ts'

/** Not for the outside: what a collection lacks, so that the store can make up for it. */
export class CollectionMissingError extends CuepointError {
  constructor(message: string) {
    super('milvus-collection-missing', message, { retryable: 'soon' })
  }
}

/** There, but not in the memory of the server: it was started anew, or somebody released it. */
export class CollectionNotLoadedError extends CuepointError {
  constructor(message: string) {
    super('milvus-collection-not-loaded', message, { retryable: 'soon' })
  }
}

/** How every answer begins: as the status itself, or with it. Old servers have no `code`. */
const status = z.object({
  error_code: z.union([z.string(), z.number()]),
  code: z.number().default(0),
  reason: z.string(),
})
const answered = z.union([z.object({ status }).transform((answer) => answer.status), status])

/** What the client throws when there is no answer: an error with a code of gRPC. */
const callFailure = z.object({ code: z.number(), details: z.string() })

/** Throws what the status of an answer means for the person who set the server up. */
export function checkStatus(answer: unknown, address: string): void {
  const { error_code: name, code, reason } = answered.parse(answer)
  if (name === 'Success' || name === 0) {
    if (code === 0) return
  }
  throw statusError(String(name), code, reason, address)
}

/** The parts of an answer that are needed; throws `milvus-answer` where they are not there. */
export function readAnswer<Answer>(
  schema: z.ZodType<Answer>,
  answer: unknown,
  address: string,
): Answer {
  const read = schema.safeParse(answer)
  if (read.success) return read.data
  throw toMilvusError(read.error, address)
}

/** Whatever a call of the client threw. */
export function toMilvusError(error: unknown, address: string): CuepointError {
  if (error instanceof CuepointError) return error
  // The client throws some answers as they are.
  const thrown = answered.safeParse(error)
  if (thrown.success)
    return statusError(
      String(thrown.data.error_code),
      thrown.data.code,
      thrown.data.reason,
      address,
    )
  const failed = callFailure.safeParse(error)
  if (failed.success) return callError(failed.data.code, failed.data.details, error, address)
  return new CuepointError(
    'milvus-answer',
    `${address} did not answer as Milvus does: ${error instanceof Error ? error.message : String(error)}.`,
    {
      cause: error,
      retryable: 'when-available',
      remedy: 'Set MILVUS_ADDRESS to the gRPC address of a Milvus server, mostly port 19530.',
    },
  )
}

/** Codes of `pkg/util/merr` in Milvus; the names are those that servers before 2.3 had. */
function statusError(name: string, code: number, reason: string, address: string): CuepointError {
  const said = `Milvus at ${address} answered: ${reason === '' ? name : reason}`
  if (code === 100 || name === 'CollectionNotExists') return new CollectionMissingError(said)
  if (code === 101 || name === 'CollectionNotLoaded') return new CollectionNotLoadedError(said)
  if (code === 800 || /database.*(not found|does not exist)/i.test(reason))
    return waiting(
      'milvus-database',
      said,
      'Set MILVUS_DATABASE to a database that is there, or leave it out.',
    )
  if (code === 1400 || name === 'PermissionDenied') return refused(said)
  if (code === 2 || name === 'NotReadyServe')
    return new UnreachableError('milvus-unreachable', said)
  if (code === 8 || name === 'RateLimit') return new TemporaryError('milvus-busy', said)
  if ([3, 4, 9, 10].includes(code) || /Exhausted|ForceDeny/.test(name))
    return waiting(
      'milvus-quota',
      said,
      'Give the server more memory or disk, or raise its quotas.',
    )
  return new CuepointError('milvus-rejected', said)
}

/** `grpc.io/docs/guides/status-codes`. */
const grpc = {
  unknown: 2,
  deadlineExceeded: 4,
  permissionDenied: 7,
  resourceExhausted: 8,
  unavailable: 14,
  unauthenticated: 16,
}

function callError(code: number, details: string, cause: unknown, address: string): CuepointError {
  const said = `Milvus at ${address} answered: ${details}`
  switch (code) {
    case grpc.unauthenticated:
    case grpc.permissionDenied:
      return refused(said, cause)
    case grpc.resourceExhausted:
      return new TemporaryError('milvus-busy', said, { cause })
    case grpc.unavailable:
    case grpc.deadlineExceeded:
      return new UnreachableError(
        'milvus-unreachable',
        `Milvus at ${address} cannot be reached: ${details}.`,
        {
          cause,
          remedy: 'Check MILVUS_ADDRESS and whether the server runs; work goes on by itself.',
        },
      )
    default:
      return new CuepointError('milvus-rejected', said, { cause })
  }
}

function refused(said: string, cause?: unknown): CuepointError {
  return waiting(
    'milvus-refused',
    said,
    'Set MILVUS_TOKEN to a key, or `user:password`, that may make, write and search collections.',
    cause,
  )
}

/** A person has to act; the work waits for that. */
function waiting(code: string, message: string, remedy: string, cause?: unknown): CuepointError {
  return new CuepointError(code, message, { remedy, retryable: 'when-available', cause })
}
