import {
  BadRequestException,
  ConflictException,
  DeleteTranscriptionJobCommand,
  GetTranscriptionJobCommand,
  ListTranscriptionJobsCommand,
  NotFoundException,
  StartTranscriptionJobCommand,
  type LanguageCode,
  type StartTranscriptionJobCommandInput,
  type TranscribeClient,
  type TranscriptionJob,
} from '@aws-sdk/client-transcribe'
import { serviceTimeMs } from './clients.ts'
import { toAwsError } from './errors.ts'

export interface JobOrder {
  /** Letters, digits, `.`, `_` and `-`, at most 200. */
  readonly name: string
  readonly bucket: string
  readonly audioKey: string
  readonly resultKey: string
  /** Null has it identified. */
  readonly language: LanguageCode | null
  /** Below 2 none are told apart; at most 30. */
  readonly maxSpeakers: number
}

export interface Job {
  readonly status: 'running' | 'completed' | 'failed'
  readonly failureReason: string
  /** By the clock of the service. */
  readonly ageMs: number
  /** Where its audio lies, and so its result: the setting may have changed since. Null when it does not say. */
  readonly bucket: string | null
}

export interface Jobs {
  /** A job of that name that is there already is this one: the name says what is asked. So nothing is asked twice. */
  start(order: JobOrder, signal: AbortSignal): Promise<void>
  /** Null: there is none of that name. */
  find(name: string, signal: AbortSignal): Promise<Job | null>
  /** The service refuses that while the job runs; it forgets every job after 90 days. */
  remove(name: string, signal: AbortSignal): Promise<void>
  /** Rejects with what a person has to mend. Asks nothing that is billed. */
  check(signal: AbortSignal): Promise<void>
}

export function createJobs(client: TranscribeClient): Jobs {
  const find = async (name: string, abortSignal: AbortSignal): Promise<Job | null> => {
    const command = new GetTranscriptionJobCommand({ TranscriptionJobName: name })
    const answer = await asked('GetTranscriptionJob', abortSignal, () =>
      client.send(command, { abortSignal }).catch(nullWhen(isUnknownName)),
    )
    const job = answer?.TranscriptionJob
    return job ? toJob(job, serviceTimeMs(client)) : null
  }

  return {
    find,
    async start(order, abortSignal) {
      const command = new StartTranscriptionJobCommand(toInput(order))
      await asked('StartTranscriptionJob', abortSignal, () =>
        client
          .send(command, { abortSignal })
          .catch(nullWhen((error) => error instanceof ConflictException)),
      )
    },
    async remove(name, abortSignal) {
      const command = new DeleteTranscriptionJobCommand({ TranscriptionJobName: name })
      await asked('DeleteTranscriptionJob', abortSignal, () =>
        client.send(command, { abortSignal }).catch(nullWhen(isNoMatter)),
      )
    },
    async check(abortSignal) {
      const command = new ListTranscriptionJobsCommand({ MaxResults: 1 })
      await asked('ListTranscriptionJobs', abortSignal, () => client.send(command, { abortSignal }))
      // Of a job that does not exist; with the right to ask, the answer is that it does not.
      await find('cuepoint-check', abortSignal)
    },
  }
}

function toInput(order: JobOrder): StartTranscriptionJobCommandInput {
  const { maxSpeakers, language } = order
  return {
    TranscriptionJobName: order.name,
    Media: { MediaFileUri: `s3://${order.bucket}/${order.audioKey}` },
    MediaFormat: 'flac',
    OutputBucketName: order.bucket,
    OutputKey: order.resultKey,
    ...(language === null ? { IdentifyLanguage: true } : { LanguageCode: language }),
    ...(maxSpeakers >= 2 && {
      Settings: { ShowSpeakerLabels: true, MaxSpeakerLabels: Math.min(30, maxSpeakers) },
    }),
  }
}

function toJob(job: TranscriptionJob, nowMs: number): Job {
  return {
    status: statuses[job.TranscriptionJobStatus ?? 'QUEUED'],
    failureReason: job.FailureReason ?? '',
    ageMs: job.CreationTime ? nowMs - job.CreationTime.getTime() : 0,
    bucket: /^s3:\/\/([^/]+)\//.exec(job.Media?.MediaFileUri ?? '')?.[1] ?? null,
  }
}

const statuses = {
  QUEUED: 'running',
  IN_PROGRESS: 'running',
  COMPLETED: 'completed',
  FAILED: 'failed',
} as const

/** The reference names `NotFoundException`; the service has answered with the other for as long as it exists. */
function isUnknownName(error: unknown): boolean {
  return (
    error instanceof NotFoundException ||
    (error instanceof BadRequestException && /couldn't be found/i.test(error.message))
  )
}

/** It is gone, or it runs and cannot be removed yet. */
function isNoMatter(error: unknown): boolean {
  return error instanceof NotFoundException || error instanceof BadRequestException
}

function nullWhen(isExpected: (error: unknown) => boolean): (error: unknown) => null {
  return (error) => {
    if (isExpected(error)) return null
    throw error
  }
}

async function asked<Answer>(
  operation: string,
  signal: AbortSignal,
  send: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await send()
  } catch (error) {
    signal.throwIfAborted()
    throw toAwsError(error, { whom: 'AWS Transcribe', action: `transcribe:${operation}` })
  }
}
