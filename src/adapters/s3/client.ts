import { S3Client } from '@aws-sdk/client-s3'
import type { S3StorageConfig } from '../../config/parts/storage-config.ts'
import { isConflict } from './errors.ts'

export interface S3Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

export interface S3Connection extends Pick<
  S3StorageConfig,
  'endpoint' | 'region' | 'forcePathStyle'
> {
  /** Left out: as the AWS SDK finds them. */
  readonly credentials?: S3Credentials | undefined
  /** How long a server may say nothing before the connection is given up. */
  readonly silenceMs?: number | undefined
}

const connectMs = 10_000
const standardSilenceMs = 60_000

/** A client that servers of other makers understand, and that waits for none of them for ever. */
export function createS3Client({
  endpoint,
  region,
  forcePathStyle,
  credentials,
  silenceMs = standardSilenceMs,
}: S3Connection): S3Client {
  const client = new S3Client({
    ...(endpoint !== null && { endpoint }),
    ...(region !== null && { region }),
    ...(credentials && { credentials }),
    forcePathStyle,
    // The checksums that the SDK adds by itself are unknown to many servers, and get into signed URLs.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: connectMs,
      socketTimeout: silenceMs,
      httpAgent: { maxSockets: 200, keepAlive: true },
      httpsAgent: { maxSockets: 200, keepAlive: true },
    },
  })
  tryConflictsAgain(client)
  return client
}

/** As the server asks for, and the SDK does not know. */
function tryConflictsAgain(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (request) => {
      try {
        return await next(request)
      } catch (error) {
        throw isConflict(error) ? Object.assign(error, { $retryable: {} }) : error
      }
    },
    { step: 'deserialize', priority: 'high', name: 'tryConflictsAgain' },
  )
}
