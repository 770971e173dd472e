import type { SettingsReader } from '../read-settings.ts'
import { Secret } from '../secret.ts'
import { settings } from '../settings.ts'

export type TranscriberConfig =
  | LocalTranscriberSettings
  | OpenAiTranscriberSettings
  | AwsTranscribeSettings
  | GoogleSpeechSettings
  | { readonly kind: 'none' }

export interface LocalTranscriberSettings {
  readonly kind: 'local'
  readonly model: string
  readonly threads: number
}

export interface OpenAiTranscriberSettings {
  readonly kind: 'openai'
  /** With the version: `https://api.openai.com/v1`. */
  readonly baseUrl: string
  readonly apiKey: Secret
  readonly model: string
  /** Null: `verbose_json` first, and what the server knows if it refuses that. */
  readonly responseFormat: 'verbose_json' | 'json' | null
  /** Whether a piece whose answer was lost is sent again by itself. Null: only to a server on this machine or in a private network. */
  readonly resend: boolean | null
}

export interface AwsTranscribeSettings {
  readonly kind: 'aws-transcribe'
  readonly bucket: string
  /** Null: as the AWS SDK finds it. */
  readonly region: string | null
  readonly transcribeEndpoint: string | null
  readonly s3Endpoint: string | null
  readonly forcePathStyle: boolean
  /** Most speakers that are told apart; 0 tells none apart. */
  readonly maxSpeakers: number
}

export interface GoogleSpeechSettings {
  readonly kind: 'google-speech'
  readonly bucket: string
  /** Null: that of the credentials. */
  readonly project: string | null
  readonly location: string
  readonly model: string
  /** `host:port` of a gateway of one's own; null: Google's. */
  readonly speechEndpoint: string | null
  readonly storageEndpoint: string | null
  readonly maxSpeakers: number
}

export function transcriberConfig(read: SettingsReader): TranscriberConfig {
  const kind = read.value(settings.transcriber)
  switch (kind) {
    case 'local':
      return { kind, model: read.value(settings.asrModel), threads: read.value(settings.threads) }
    case 'openai':
      return {
        kind,
        baseUrl: read.value(settings.openaiBaseUrl),
        // The client insists on a key; servers of one's own ignore it.
        apiKey: read.optional(settings.openaiApiKey) ?? new Secret('none'),
        model: read.value(settings.openaiTranscribeModel),
        responseFormat: read.optional(settings.openaiTranscribeFormat),
        resend: read.optional(settings.openaiTranscribeResend),
      }
    case 'aws-transcribe':
      return {
        kind,
        bucket: read.optional(settings.awsTranscribeBucket) ?? '',
        region: read.optional(settings.awsRegion),
        transcribeEndpoint: read.optional(settings.awsTranscribeEndpoint),
        s3Endpoint: read.optional(settings.s3Endpoint),
        forcePathStyle: read.value(settings.s3ForcePathStyle),
        maxSpeakers: read.value(settings.maxSpeakers),
      }
    case 'google-speech':
      return {
        kind,
        bucket: read.optional(settings.googleBucket) ?? '',
        project: read.optional(settings.googleProject),
        location: read.value(settings.googleLocation),
        model: read.value(settings.googleModel),
        speechEndpoint: read.optional(settings.googleSpeechEndpoint),
        storageEndpoint: read.optional(settings.googleStorageEndpoint),
        maxSpeakers: read.value(settings.maxSpeakers),
      }
    case 'none':
      return { kind }
  }
}
