import { z } from 'zod'
import {
  CuepointError,
  MissingPartError,
  TemporaryError,
  UnreachableError,
} from '../../domain/errors.ts'

/** Where it happened. */
export interface S3Place {
  readonly bucket: string
  readonly endpoint: string | null
  readonly region: string | null
}

/** What is told of an error, by the service or by the network. */
const told = z.object({
  name: z.string(),
  message: z.string().catch(''),
  code: z.string().optional().catch(undefined),
  Region: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional().catch(undefined),
  $response: z
    .object({ headers: z.record(z.string(), z.string()) })
    .optional()
    .catch(undefined),
})
type Told = z.output<typeof told>

/** A request for something that is not there: `NotFound` for HEAD, `NoSuchKey` for GET. */
export function isNoSuchKey(error: unknown): boolean {
  return isNamed(error, 'NotFound', 'NoSuchKey')
}

/**
 * Two requests came upon each other: Amazon's name for it, and versitygw's for an object whose folder another request has
 * just removed because it was empty.
 */
export function isConflict(error: unknown): error is Error {
  return isNamed(error, 'OperationAborted', 'ExistingObjectIsDirectory')
}

export function isNamed(error: unknown, ...names: string[]): error is Error {
  return error instanceof Error && names.includes(error.name)
}

/** Says what an error of S3 means for the person whose bucket it is; `action` completes “may not …”. */
export function toS3Error(error: unknown, action: string, place: S3Place): unknown {
  if (error instanceof CuepointError) return error
  const facts = told.safeParse(error)
  if (!facts.success) return error
  const status = facts.data.$metadata?.httpStatusCode
  const named = byName[facts.data.name]?.({ facts: facts.data, action, place, cause: error })
  if (named) return named
  if (facts.data.message === 'Region is missing') return noRegion(error)
  if (status === 301) return wrongRegion({ facts: facts.data, action, place, cause: error })
  if (status === 401 || status === 403)
    return denied({ facts: facts.data, action, place, cause: error })
  if (status === 507) return noRoom({ facts: facts.data, action, place, cause: error })
  if (isOfTls(facts.data)) return badCertificate(facts.data, place, error)
  if (status === undefined ? isOfNetwork(facts.data) : isPassing(status))
    return new UnreachableError('storage-unreachable', unreachable(facts.data, place), {
      remedy: 'Check the network and the server (AWS_ENDPOINT_URL_S3); work goes on by itself.',
      cause: error,
    })
  return new CuepointError(
    'storage-refused',
    `${where(place)} refused to ${action}: ${facts.data.name}, ${facts.data.message}`,
    { remedy: 'Check whether the server is compatible with S3: cuepoint doctor.', cause: error },
  )
}

/** 501: the server does not know how, and will not later. */
function isPassing(status: number): boolean {
  return status === 429 || (status >= 500 && status !== 501)
}

interface Case {
  readonly facts: Told
  readonly action: string
  readonly place: S3Place
  readonly cause: unknown
}

/** The names are those of Amazon's list of error codes, of MinIO and Ceph for a full disk, and of versitygw for a key. */
const byName: Readonly<Record<string, (one: Case) => CuepointError>> = {
  CredentialsProviderError: noKeys,
  TokenProviderError: noKeys,
  ExpiredToken: (one) => wrongKeys(one, 'The credentials for the storage have expired'),
  ExpiredTokenException: (one) => wrongKeys(one, 'The credentials for the storage have expired'),
  InvalidToken: (one) => wrongKeys(one, 'The session token is not known to the storage'),
  InvalidAccessKeyId: unknownKey,
  XAdminUserNotFound: unknownKey,
  SignatureDoesNotMatch: (one) =>
    wrongKeys(one, 'The secret access key does not belong to the access key'),
  NoSuchBucket: ({ place, cause }) =>
    new MissingPartError(
      'storage-no-bucket',
      `There is no bucket ${place.bucket} at ${host(place)}.`,
      'Make the bucket, or name another with CUEPOINT_S3_BUCKET.',
      cause,
    ),
  PermanentRedirect: wrongRegion,
  AuthorizationHeaderMalformed: wrongRegion,
  IllegalLocationConstraintException: wrongRegion,
  AccessDenied: denied,
  AllAccessDisabled: denied,
  AccountProblem: denied,
  Forbidden: denied,
  RequestTimeTooSkewed: ({ place, cause }) =>
    new MissingPartError(
      'storage-clock',
      `The clocks of this machine and of ${host(place)} differ too much, so it refuses every request.`,
      'Set the clock of this machine (NTP), or that of the server.',
      cause,
    ),
  QuotaExceeded: noRoom,
  InsufficientCapacity: noRoom,
  XMinioStorageFull: noRoom,
  XMinioAdminBucketQuotaExceeded: noRoom,
  OperationAborted: busy,
  ExistingObjectIsDirectory: busy,
  BadDigest: ({ action, place, cause }) =>
    new TemporaryError(
      'storage-damaged',
      `Bytes were damaged on the way to ${where(place)} (${action}).`,
      { cause },
    ),
}

function noKeys({ facts, place, cause }: Case): CuepointError {
  return new MissingPartError(
    'storage-credentials',
    `There are no credentials for ${where(place)}: ${facts.message}`,
    'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile (AWS_PROFILE), or give the machine a role.',
    cause,
  )
}

function wrongKeys({ place, cause }: Case, what: string): CuepointError {
  return new MissingPartError(
    'storage-credentials',
    `${what} (${where(place)}).`,
    'Correct AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN, or the profile that they come from.',
    cause,
  )
}

function unknownKey(one: Case): CuepointError {
  return wrongKeys(one, 'The access key is not known to the storage')
}

function wrongRegion({ facts, place, cause }: Case): CuepointError {
  const right = facts.Region ?? facts.$response?.headers['x-amz-bucket-region']
  const used = place.region === null ? 'another region' : `not in ${place.region}`
  return new MissingPartError(
    'storage-region',
    `The bucket ${place.bucket} is in ${right === undefined ? used : `the region ${right}${place.region === null ? '' : `, ${used}`}`}.`,
    right === undefined ? 'Set AWS_REGION to its region.' : `Set AWS_REGION=${right}.`,
    cause,
  )
}

function noRegion(cause: unknown): CuepointError {
  return new MissingPartError(
    'storage-region',
    'The region of the bucket is not known.',
    'Set AWS_REGION; most servers of your own take us-east-1.',
    cause,
  )
}

function denied({ action, place, cause }: Case): CuepointError {
  return new MissingPartError(
    'storage-denied',
    `These credentials may not ${action} (${where(place)}).`,
    'Allow it in the policy of the user or the bucket: docs/s3.md lists the rights that are needed.',
    cause,
  )
}

function noRoom({ place, cause }: Case): CuepointError {
  return new MissingPartError(
    'storage-full',
    `There is no room left for files in ${where(place)}.`,
    'Make room there (or raise the quota), or remove videos.',
    cause,
  )
}

function busy({ action, place, cause }: Case): CuepointError {
  return new TemporaryError(
    'storage-busy',
    `Another request was in the way in ${where(place)} (${action}).`,
    { cause },
  )
}

function badCertificate({ message, code }: Told, place: S3Place, cause: unknown): CuepointError {
  return new MissingPartError(
    'storage-certificate',
    `The certificate of ${host(place)} is not trusted: ${message === '' ? String(code) : message}.`,
    'Correct AWS_ENDPOINT_URL_S3, or name the certificate of your authority with NODE_EXTRA_CA_CERTS.',
    cause,
  )
}

function isOfTls({ code = '', name }: Told): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS|EPROTO|ERR_SSL/.test(`${code} ${name}`)
}

function isOfNetwork({ code = '', name, message }: Told): boolean {
  return (
    /^(E[A-Z_]+|UND_ERR.*)$/.test(code) ||
    /Timeout|NetworkingError|AbortError/.test(name) ||
    /socket hang up|aborted|timed? ?out/i.test(message)
  )
}

function unreachable({ name, message, code, $metadata }: Told, place: S3Place): string {
  const status = $metadata?.httpStatusCode
  const why = status === undefined ? [code, message] : [String(status), name, message]
  const words = [...new Set(why.filter((word) => word !== undefined && word !== ''))].join(', ')
  return `${host(place)} does not answer as it should (${words === '' ? name : words}).`
}

function where(place: S3Place): string {
  return `the bucket ${place.bucket} at ${host(place)}`
}

function host({ endpoint, region }: S3Place): string {
  return endpoint ?? `Amazon S3${region === null ? '' : ` in ${region}`}`
}
