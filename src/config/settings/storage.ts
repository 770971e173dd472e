import { flag, oneOf, text, webAddress } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** Where the files of videos are kept. Keys, profiles and roles are found as the AWS SDK finds them. */
export const storageSettings = {
  storage: {
    variable: 'CUEPOINT_STORAGE',
    key: 'storage',
    kind: oneOf('disk', 's3'),
    fallback: 'disk',
    meaning:
      'Where video files are kept: `disk`, a folder of the data directory; `s3`, a bucket of S3 or a compatible server.',
  },
  s3Bucket: {
    variable: 'CUEPOINT_S3_BUCKET',
    key: 's3-bucket',
    kind: text,
    meaning: 'The bucket. It has to exist.',
    only: 'with the storage `s3`',
  },
  s3Prefix: {
    variable: 'CUEPOINT_S3_PREFIX',
    key: 's3-prefix',
    kind: text,
    meaning: 'Put in front of every key, for a bucket that is shared with others.',
    only: 'with the storage `s3`',
  },
  s3Endpoint: {
    variable: 'AWS_ENDPOINT_URL_S3',
    key: 's3-endpoint',
    kind: webAddress,
    fallbackInWords: 'that of AWS in the region',
    meaning: 'Address of an S3-compatible server.',
  },
  s3PublicEndpoint: {
    variable: 'CUEPOINT_S3_PUBLIC_ENDPOINT',
    key: 's3-public-endpoint',
    kind: webAddress,
    fallbackInWords: 'the endpoint',
    meaning:
      'Address under which browsers reach that server, where it differs. Videos play from there.',
    only: 'with the storage `s3`',
  },
  s3ForcePathStyle: {
    variable: 'CUEPOINT_S3_FORCE_PATH_STYLE',
    key: 's3-force-path-style',
    kind: flag,
    fallback: 'false',
    meaning:
      'The bucket in the path and not in the host name, as most servers of your own want it.',
  },
  awsRegion: {
    variable: 'AWS_REGION',
    key: 'aws-region',
    kind: text,
    fallbackInWords: 'as the AWS SDK finds it',
    meaning: 'Region of the bucket, and of AWS Transcribe.',
  },
} as const satisfies Record<string, Setting>
