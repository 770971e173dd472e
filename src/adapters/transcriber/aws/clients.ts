import { S3Client } from '@aws-sdk/client-s3'
import { TranscribeClient } from '@aws-sdk/client-transcribe'

export interface AwsClientsConfig {
  /** Null: as the AWS SDK finds it. */
  readonly region: string | null
  readonly transcribeEndpoint: string | null
  readonly s3Endpoint: string | null
  readonly forcePathStyle: boolean
  /** How long a service may be silent before it counts as one that does not answer. Shorter in tests. */
  readonly silenceMs?: number
}

export interface AwsClients extends Disposable {
  readonly s3: S3Client
  readonly transcribe: TranscribeClient
}

/** Clients that find keys, profiles and roles as the AWS SDK does. */
export function createAwsClients(config: AwsClientsConfig): AwsClients {
  const { region, transcribeEndpoint, s3Endpoint, forcePathStyle, silenceMs = 30_000 } = config
  const common = {
    ...(region !== null && { region }),
    // Every request may be sent twice: the name of a job and the key of an object say what is meant.
    maxAttempts: 4,
    retryMode: 'standard',
    // It would write to the console. What matters arrives as an error.
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
  }
  const transcribe = new TranscribeClient({
    ...common,
    ...(transcribeEndpoint !== null && { endpoint: transcribeEndpoint }),
    requestHandler: {
      connectionTimeout: 5_000,
      requestTimeout: silenceMs,
      throwOnRequestTimeout: true,
    },
  })
  const s3 = new S3Client({
    ...common,
    ...(s3Endpoint !== null && { endpoint: s3Endpoint }),
    forcePathStyle,
    // The checksums that the SDK adds by itself break compatible servers.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    // Hours of audio take their time: here only a silent connection is cut.
    requestHandler: { connectionTimeout: 5_000, socketTimeout: silenceMs },
  })
  return {
    s3,
    transcribe,
    [Symbol.dispose]() {
      transcribe.destroy()
      s3.destroy()
    },
  }
}

const ignore = () => undefined

/**
 * The time by the clock of the service, as exact as its last answer: the clock of this machine may be wrong or jump. The
 * SDK keeps the difference for its signatures.
 */
export function serviceTimeMs({ config }: S3Client | TranscribeClient): number {
  return Date.now() + config.systemClockOffset
}
