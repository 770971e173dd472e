import { setImmediate as nextTurn } from 'node:timers/promises'
import { DeleteObjectCommand, ListObjectsV2Command } from '@aws-sdk/client-s3'
import { ListTranscriptionJobsCommand, TranscribeClient } from '@aws-sdk/client-transcribe'
import { v7 as uuidv7 } from 'uuid'
import {
  createAwsTranscriber,
  type AwsTranscriberConfig,
} from '../../src/adapters/transcriber/aws/transcriber.ts'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { ConflictError } from '../../src/domain/errors.ts'
import type {
  Transcriber,
  TranscriptionMemory,
  TranscriptionRequest,
} from '../../src/ports/transcriber.ts'
import { startAwsServer, type AwsServer } from './aws-server.ts'
import { silentLogger } from './silent-logger.ts'

/** AWS on loopback with a bucket, and transcribers that use it. */
export interface AwsScene extends AsyncDisposable {
  readonly aws: AwsServer
  readonly bucket: string
  /** Closed with the scene. */
  open(changes?: Partial<AwsTranscriberConfig>): Transcriber
  /** What lies in the bucket. */
  keys(): Promise<string[]>
  remove(key: string): Promise<void>
  /** The names of the jobs that the service still has. */
  jobs(): Promise<string[]>
}

export async function openAwsScene(): Promise<AwsScene> {
  await using opened = new AsyncDisposableStack()
  const aws = opened.use(await startAwsServer())
  const bucket = await aws.moto.createBucket()
  const { accessKeyId, secretAccessKey } = aws.moto.credentials
  const keys = {
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    // Nothing of whoever runs the test.
    AWS_CONFIG_FILE: '/dev/null',
    AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
  const before = Object.keys(keys).map((name) => [name, process.env[name]] as const)
  Object.assign(process.env, keys)
  opened.defer(() => {
    for (const [name, value] of before)
      if (value === undefined) Reflect.deleteProperty(process.env, name)
      else process.env[name] = value
  })
  const media = createMediaTool({ ffmpegPath: null, ffprobePath: null })
  const parts = opened.move()
  return {
    aws,
    bucket,
    open: (changes = {}) =>
      parts.use(
        createAwsTranscriber({
          bucket,
          region: aws.moto.region,
          transcribeEndpoint: aws.endpoint,
          s3Endpoint: aws.endpoint,
          forcePathStyle: true,
          maxSpeakers: 10,
          media,
          logger: silentLogger,
          clock: fastClock(),
          ...changes,
        }),
      ),
    async keys() {
      const found = await aws.moto.client.send(new ListObjectsV2Command({ Bucket: bucket }))
      return (found.Contents ?? []).flatMap(({ Key }) => Key ?? [])
    },
    async remove(key) {
      await aws.moto.client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key }))
    },
    async jobs() {
      const { moto } = aws
      const client = new TranscribeClient({ endpoint: moto.endpoint, region: moto.region })
      const found = await client.send(new ListTranscriptionJobsCommand())
      client.destroy()
      return (found.TranscriptionJobSummaries ?? []).flatMap(
        (job) => job.TranscriptionJobName ?? [],
      )
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

/** Waits pass at once, and are time all the same. */
function fastClock() {
  let nowMs = 0
  return {
    nowMs: () => nowMs,
    async sleep(ms: number, signal: AbortSignal) {
      nowMs += ms
      await nextTurn()
      signal.throwIfAborted()
    },
  }
}

/** The memory of one transcript, as a database keeps it: JSON that outlives the transcriber. */
export interface JsonMemory extends TranscriptionMemory {
  /** Once, as soon as that step is written. */
  onStep(step: string, then: () => void): void
  deleteVideo(): void
  /** Nothing is known any more, though the video is there. */
  lose(): void
}

export function createJsonMemory(): JsonMemory {
  let content = 'null'
  let isWanted = true
  const waiting = new Map<string, () => void>()
  return {
    read: () => Promise.resolve(JSON.parse(content)),
    async write(value) {
      await nextTurn()
      if (!isWanted) throw new ConflictError('The video is gone.')
      content = JSON.stringify(value)
      const step = value !== null && 'step' in value ? String(value.step) : ''
      const then = waiting.get(step)
      waiting.delete(step)
      then?.()
    },
    isWanted: () => Promise.resolve(isWanted),
    onStep: (step, then) => void waiting.set(step, then),
    deleteVideo: () => void (isWanted = false),
    lose: () => void (content = 'null'),
  }
}

/** A request for a whole file, with a key and a memory of its own. */
export function awsRequest(
  file: { readonly path: string; readonly durationSeconds: number },
  changes: Partial<TranscriptionRequest> = {},
): TranscriptionRequest {
  return {
    ...file,
    language: null,
    resumeAtSeconds: 0,
    resumeLanguage: null,
    requestKey: uuidv7(),
    memory: createJsonMemory(),
    ...changes,
  }
}
