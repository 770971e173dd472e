import { text, webAddress } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Google Speech-to-Text v2. Credentials are found as Google's libraries find them (`GOOGLE_APPLICATION_CREDENTIALS`, …). */
export const googleSettings = {
  googleBucket: {
    variable: 'CUEPOINT_GOOGLE_BUCKET',
    key: 'google-bucket',
    kind: text,
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
    meaning: 'Speech model of the service: `long`, `chirp_2`, `chirp_3`.',
    only: 'with the transcriber `google-speech`',
  },
  googleSpeechEndpoint: {
    variable: 'CUEPOINT_GOOGLE_SPEECH_ENDPOINT',
    key: 'google-speech-endpoint',
    kind: text,
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
