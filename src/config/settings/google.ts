import { z } from 'zod'
import { text, webAddress, type Kind } from '../kinds.ts'
import type { Setting } from '../setting.ts'

const bucketName: Kind<string> = {
  expected: 'the name of a bucket, without gs:// and without a folder',
  schema: z.string().regex(/^[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]$/),
  placeholder: 'bucket',
}

const gateway: Kind<string> = {
  expected: '`host:port`, with http:// in front for one without TLS',
  schema: z.string().regex(/^(?:https?:\/\/)?(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?\/?$/i),
  placeholder: 'host:port',
}

/** Google Speech-to-Text v2. Credentials are found as Google's libraries find them (`GOOGLE_APPLICATION_CREDENTIALS`, …). */
export const googleSettings = {
  googleBucket: {
    variable: 'CUEPOINT_GOOGLE_BUCKET',
    key: 'google-bucket',
    kind: bucketName,
    meaning: 'Bucket of Cloud Storage where audio lies while it is transcribed.',
    only: 'with the transcriber `google-speech`',
  },
  googleProject: {
    variable: 'GOOGLE_CLOUD_PROJECT',
    key: 'google-project',
    kind: text,
    fallbackInWords: 'that of the credentials',
    meaning: 'Project that the recognition belongs to.',
    only: 'with the transcriber `google-speech`',
  },
  googleLocation: {
    variable: 'CUEPOINT_GOOGLE_LOCATION',
    key: 'google-location',
    kind: text,
    fallback: 'global',
    meaning:
      'Location of the service, such as `global`, `us` or `europe-west4`; models differ in where they are.',
    only: 'with the transcriber `google-speech`',
  },
  googleModel: {
    variable: 'CUEPOINT_GOOGLE_MODEL',
    key: 'google-model',
    kind: text,
    fallback: 'long',
    meaning:
      'Speech model of the service: `long`, which has to be told the language of each video; `chirp_2` and `chirp_3`, which detect it.',
    only: 'with the transcriber `google-speech`',
  },
  googleSpeechEndpoint: {
    variable: 'CUEPOINT_GOOGLE_SPEECH_ENDPOINT',
    key: 'google-speech-endpoint',
    kind: gateway,
    fallbackInWords: 'that of Google in the location',
    meaning:
      '`host:port` of a private gateway to the service; with http:// in front it is spoken to without TLS.',
    only: 'with the transcriber `google-speech`',
  },
  googleStorageEndpoint: {
    variable: 'CUEPOINT_GOOGLE_STORAGE_ENDPOINT',
    key: 'google-storage-endpoint',
    kind: webAddress,
    fallbackInWords: 'that of Google',
    meaning: 'Address of a private gateway to Cloud Storage.',
    only: 'with the transcriber `google-speech`',
  },
} as const satisfies Record<string, Setting>
