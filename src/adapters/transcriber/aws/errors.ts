import { z } from 'zod'
import { CuepointError, UnreachableError } from '../../../domain/errors.ts'

export interface AskedOfAws {
  /** `AWS Transcribe`, or `The bucket "talks"`. */
  readonly whom: string
  /** The action of IAM that it needs: `s3:PutObject`. */
  readonly action: string
}

/**
 * Says what an error of the SDK means for the person who set it up: `transcriber-refused`, `transcriber-not-found`,
 * `transcriber-region` (wait for a person), `transcriber-busy`, `transcriber-unreachable` (wait for the service),
 * `transcriber-rejected`, `transcriber-answer` (never). Errors of other origin stay as they are.
 */
export function toAwsError(error: unknown, asked: AskedOfAws): unknown {
  const parsed = sdkError.safeParse(error)
  if (error instanceof CuepointError || !parsed.success) return error
  const failure = parsed.data
  const said = `${asked.whom} answered ${asked.action} with ${inWords(failure)}`
  switch (kindOf(failure)) {
    case 'no-keys':
      return waiting('transcriber-refused', `AWS has no keys: ${failure.message}`, giveKeys, error)
    case 'wrong-keys':
      return waiting('transcriber-refused', said, giveKeys, error)
    case 'no-right':
      return waiting('transcriber-refused', said, `Allow the keys ${asked.action}.`, error)
    case 'no-region':
      return waiting('transcriber-region', 'No region of AWS is set.', setRegion, error)
    case 'other-region':
      return waiting('transcriber-region', said, setRegion, error)
    case 'no-bucket':
      return waiting('transcriber-not-found', said, setBucket, error)
    case 'busy':
      return new UnreachableError('transcriber-busy', said, { cause: error, remedy: raiseQuota })
    case 'silent':
      return new UnreachableError(
        'transcriber-unreachable',
        `${asked.whom} does not answer ${asked.action}: ${inWords(failure)}`,
        {
          cause: error,
          remedy: 'Check the network, AWS_REGION, and the endpoints if any are set.',
        },
      )
    case 'no-sense':
      return new CuepointError('transcriber-answer', said, {
        cause: error,
        remedy: 'Check the endpoints: something else than AWS seems to answer there.',
      })
    case 'rejected':
      return new CuepointError('transcriber-rejected', said, {
        cause: error,
        remedy: 'Not every region of AWS has every language: check AWS_REGION.',
      })
    case 'foreign':
      return error
  }
}

const sdkError = z.object({
  name: z.string(),
  message: z.string(),
  /** Of the connection: `ECONNREFUSED`. */
  code: z.string().optional().catch(undefined),
  $metadata: z.object({ httpStatusCode: z.number().optional() }).optional(),
  $response: z.object({ statusCode: z.number() }).optional().catch(undefined),
})
type SdkError = z.output<typeof sdkError>

function kindOf(failure: SdkError) {
  const { name, message, code } = failure
  const status = statusOf(failure)
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return 'no-keys'
  if (message.startsWith('Region is missing')) return 'no-region'
  if (wrongKeys.has(name)) return 'wrong-keys'
  if (status === 429 || /LimitExceeded|Thrott|TooManyRequests|SlowDown/.test(name)) return 'busy'
  if (name === 'TimeoutError' || (status ?? 0) >= 500) return 'silent'
  if (status === undefined) return code === undefined ? 'foreign' : 'silent'
  // The service says so with a 400, the bucket with a 403.
  if (name.startsWith('AccessDenied')) return 'no-right'
  if (status === 301 || name === 'AuthorizationHeaderMalformed') return 'other-region'
  if (status === 401 || status === 403) return 'no-right'
  if (status === 404) return 'no-bucket'
  return status < 400 ? 'no-sense' : 'rejected'
}

/** Whatever the status is: an expired token is a 400. */
const wrongKeys: ReadonlySet<string> = new Set([
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'InvalidClientTokenId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'ExpiredTokenException',
  'InvalidToken',
  'IncompleteSignature',
])

function inWords(failure: SdkError): string {
  const { name, message } = failure
  const status = statusOf(failure)
  const words = message === '' || message === name ? name : `${name}: ${message}`
  return `${status === undefined ? '' : `${status} `}${words.replace(/[.\s]*$/, '')}.`
}

function statusOf({ $metadata, $response }: SdkError): number | undefined {
  return $metadata?.httpStatusCode ?? $response?.statusCode
}

const giveKeys =
  'Give Cuepoint valid keys of AWS: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, a profile (AWS_PROFILE) or a role.'

const setRegion =
  'Set AWS_REGION to the region of the bucket CUEPOINT_AWS_TRANSCRIBE_BUCKET: AWS Transcribe is used there too.'

const setBucket =
  'Set CUEPOINT_AWS_TRANSCRIBE_BUCKET to a bucket that exists, in the region AWS_REGION.'

const raiseQuota =
  'It goes on by itself. If it stays so, ask AWS for a higher quota of AWS Transcribe.'

/** A person has to act; the work waits for that. */
function waiting(code: string, message: string, remedy: string, cause: unknown): CuepointError {
  return new CuepointError(code, message, { remedy, cause, retryable: 'when-available' })
}
