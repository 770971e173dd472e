import {
  createServer,
  request as send,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http'
import { buffer } from 'node:stream/consumers'
import { GetObjectCommand, HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { z } from 'zod'
import { answerFault, operationOf, type AwsFault } from './aws-faults.ts'
import { transcriptOf } from './aws-transcripts.ts'
import { describedService } from './botocore-shapes.ts'
import { hearTones } from './google-tones.ts'
import { startMoto, type S3Server } from './s3-server.ts'

/**
 * S3 and Transcribe of AWS at one address: moto, which walks jobs through their states, behind a door that checks every
 * request to Transcribe against AWS's own description and rules, and writes the transcript that moto does not write,
 * from what is really heard in the audio.
 */
export interface AwsServer extends AsyncDisposable {
  readonly moto: S3Server
  readonly endpoint: string
  /** Every request, in order. */
  readonly requests: { readonly operation: string; readonly input: unknown }[]
  countOf(operation: string): number
  /** The next requests for that operation are answered so. */
  failNext(operation: string, ...faults: AwsFault[]): void
  /** The names of all jobs that were started. */
  startedJobs(): string[]
  /** How far the clock of the services is ahead of ours. */
  clockIsAhead(ms: number): void
  /** No more faults, and jobs end well. */
  healAll(): void
  /** What becomes of jobs that are done: they stay as they are, fail for that reason, or have that text as result. */
  jobsEnd(how: JobEnd): void
}

type JobEnd =
  | 'well'
  | 'never'
  | 'without result'
  | { readonly failureReason: string }
  | { readonly result: string }

export async function startAwsServer(): Promise<AwsServer> {
  await using started = new AsyncDisposableStack()
  const moto = started.use(await startMoto())
  const problemsOf = describedService('transcribe')
  const requests: AwsServer['requests'] = []
  const faults = new Map<string, AwsFault[]>()
  const orders = new Map<string, z.output<typeof startInput>>()
  const running = new Set<string>()
  let end: JobEnd = 'well'
  let aheadMs = 0

  const listener = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = operationOf(request)
    const body = await buffer(request)
    const isTranscribe = request.headers['x-amz-target'] !== undefined
    const input: unknown = isTranscribe ? JSON.parse(body.toString()) : null
    requests.push({ operation, input })
    const fault = faults.get(operation)?.shift()
    if (fault !== undefined && fault !== 'cut-short' && fault !== 'lost') {
      answerFault(fault, request, response)
      return
    }
    const refusal = isTranscribe ? await refusalOf(operation, input) : null
    if (refusal !== null) {
      answerFault({ status: 400, name: 'BadRequestException', body: refusal }, request, response)
      return
    }
    const answer = await forward(moto.port, request, body)
    const isJob = operation === 'GetTranscriptionJob' && answer.status === 200
    if (fault === 'lost') {
      request.socket.destroy()
      return
    }
    response.setHeader('date', new Date(Date.now() + aheadMs).toUTCString())
    await give(response, isJob ? await ended(answer) : answer, fault === 'cut-short')
  }

  async function refusalOf(operation: string, input: unknown): Promise<string | null> {
    const problems = problemsOf(operation, input)
    if (operation === 'StartTranscriptionJob' && problems.length === 0) {
      const order = startInput.parse(input)
      const broken = await brokenRules(order, moto)
      problems.push(...broken)
      if (broken.length === 0 && !orders.has(order.TranscriptionJobName)) {
        orders.set(order.TranscriptionJobName, order)
        running.add(order.TranscriptionJobName)
      }
    }
    if (
      operation === 'DeleteTranscriptionJob' &&
      running.has(named.parse(input).TranscriptionJobName)
    )
      problems.push("The requested job can't be deleted while it is in progress.")
    if (problems.length === 0) return null
    const message = problems.join('; ')
    return JSON.stringify({ __type: 'BadRequestException', Message: message, message })
  }

  /** Makes of a job that moto takes for done what the service would: a result at its place, or a failure. */
  async function ended(answer: Answer): Promise<Answer> {
    const { TranscriptionJob: job } = jobAnswer.parse(JSON.parse(answer.body.toString()))
    const order = orders.get(job.TranscriptionJobName)
    const isDone = job.TranscriptionJobStatus === 'COMPLETED'
    const state = order && isDone ? await finish(order) : null
    const body = Buffer.from(JSON.stringify({ TranscriptionJob: { ...job, ...state } }))
    return { ...answer, body }
  }

  async function finish(order: z.output<typeof startInput>) {
    const { TranscriptionJobName: name, OutputBucketName: Bucket, OutputKey: Key } = order
    if (end === 'never') return { TranscriptionJobStatus: 'IN_PROGRESS' }
    running.delete(name)
    if (end === 'without result') return null
    if (typeof end === 'object' && 'failureReason' in end) return failed(end.failureReason)
    const audioKey = order.Media.MediaFileUri.slice(`s3://${Bucket}/`.length)
    const audio = await moto.client.send(new GetObjectCommand({ Bucket, Key: audioKey }))
    const { heard } = await hearTones(Buffer.from((await audio.Body?.transformToByteArray()) ?? []))
    const identified = order.IdentifyLanguage === true
    if (heard.length === 0 && identified) return failed(tooLittleSpeech)
    const speakers = order.Settings?.ShowSpeakerLabels === true
    const made = JSON.stringify(transcriptOf(name, heard, { identified, speakers }))
    const Body = typeof end === 'object' ? end.result : made
    await moto.client.send(new PutObjectCommand({ Bucket, Key, Body }))
    return null
  }

  const server = createServer((request, response) => {
    listener(request, response).catch((error: unknown) => response.destroy(toError(error)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  started.defer(() => {
    server.closeAllConnections()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const parts = started.move()
  return {
    moto,
    endpoint: `http://127.0.0.1:${port}`,
    requests,
    countOf: (operation) => requests.filter((request) => request.operation === operation).length,
    failNext: (operation, ...next) =>
      void faults.set(operation, [...(faults.get(operation) ?? []), ...next]),
    startedJobs: () => Array.from(orders.keys()),
    clockIsAhead: (ms) => void (aheadMs = ms),
    healAll() {
      faults.clear()
      end = 'well'
      aheadMs = 0
    },
    jobsEnd: (how) => void (end = how),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}

const named = z.object({ TranscriptionJobName: z.string() })

const startInput = named.extend({
  Media: z.object({ MediaFileUri: z.string() }),
  LanguageCode: z.string().optional(),
  IdentifyLanguage: z.boolean().optional(),
  IdentifyMultipleLanguages: z.boolean().optional(),
  OutputBucketName: z.string(),
  OutputKey: z.string(),
  Settings: z
    .object({
      ShowSpeakerLabels: z.boolean().optional(),
      MaxSpeakerLabels: z.number().optional(),
    })
    .optional(),
})

const jobAnswer = z.object({
  TranscriptionJob: z.looseObject({
    TranscriptionJobName: z.string(),
    TranscriptionJobStatus: z.string(),
  }),
})

/** What the description does not say, and the service insists on. */
async function brokenRules(
  order: z.output<typeof startInput>,
  { client }: S3Server,
): Promise<string[]> {
  const languages = [order.LanguageCode, order.IdentifyLanguage, order.IdentifyMultipleLanguages]
  const { ShowSpeakerLabels: shown, MaxSpeakerLabels: most } = order.Settings ?? {}
  const [, Bucket = '', Key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(order.Media.MediaFileUri) ?? []
  const isThere = await client.send(new HeadObjectCommand({ Bucket, Key })).then(
    () => true,
    () => false,
  )
  return [
    ...(languages.filter(Boolean).length === 1
      ? []
      : ['Name one language, or have it identified.']),
    ...((shown === true) === (most !== undefined) ? [] : ['Speaker labels need a maximum.']),
    ...(/^[0-9a-zA-Z._-]{1,200}$/.test(order.TranscriptionJobName) ? [] : ['What a name.']),
    ...(isThere ? [] : ["The S3 URI that you provided can't be accessed."]),
  ]
}

const tooLittleSpeech =
  'Your audio file must have a speech segment long enough in duration to perform automatic language identification. Provide an audio file with someone speaking for a longer period of time and try your request again.'

function failed(reason: string) {
  return { TranscriptionJobStatus: 'FAILED', FailureReason: reason }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
}

function forward(port: number, request: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { method, url, headers } = request
    const forwarded = send({ port, host: '127.0.0.1', method, path: url, headers }, (answer) => {
      buffer(answer).then(
        (received) =>
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: received }),
        reject,
      )
    })
    forwarded.on('error', reject).end(body)
  })
}

async function give(response: ServerResponse, answer: Answer, isCutShort: boolean): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined && !/^(?:transfer-encoding|connection|date)$/.test(name))
      response.setHeader(name, value)
  if (response.req.method !== 'HEAD') response.setHeader('content-length', answer.body.length)
  response.writeHead(answer.status)
  if (!isCutShort) {
    response.end(answer.body)
    return
  }
  const half = answer.body.subarray(0, answer.body.length / 2)
  await new Promise<void>((resolve) => response.write(half, () => resolve()))
  response.destroy()
}

function toError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
