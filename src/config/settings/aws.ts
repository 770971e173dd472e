import { z } from 'zod'
import { webAddress, type Kind } from '../kinds.ts'
import type { Setting } from '../setting.ts'

const bucketName: Kind<string> = {
  expected: 'the name of a bucket, without s3:// and without a folder',
  schema: z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/),
  placeholder: 'bucket',
}

/** AWS Transcribe. Keys, profiles and roles are found as the AWS SDK finds them. */
export const awsSettings = {
  awsTranscribeBucket: {
    variable: 'CUEPOINT_AWS_TRANSCRIBE_BUCKET',
    key: 'aws-transcribe-bucket',
    kind: bucketName,
    meaning:
      'Bucket, in the region of the service, where audio lies while it is transcribed and where the service writes its result.',
    only: 'with the transcriber `aws-transcribe`',
  },
  awsTranscribeEndpoint: {
    variable: 'AWS_ENDPOINT_URL_TRANSCRIBE',
    key: 'aws-transcribe-endpoint',
    kind: webAddress,
    fallbackInWords: 'that of AWS in the region',
    meaning: 'Address of a private gateway to the service.',
    only: 'with the transcriber `aws-transcribe`',
  },
} as const satisfies Record<string, Setting>
