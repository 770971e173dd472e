import { randomUUID } from 'node:crypto'
import { createRequire } from 'node:module'
import { protos } from '@google-cloud/speech'
import { grpc, GrpcClient } from 'google-gax'
import { z } from 'zod'
import { readBatchRequest, type BatchRequest } from './google-speech-request.ts'
import type { GoogleStorageServer } from './google-storage-server.ts'
import { hearTones, type HeardTone } from './google-tones.ts'

type Method =
  'ListRecognizers' | 'BatchRecognize' | 'GetOperation' | 'ListOperations' | 'CancelOperation'

type StatusName = keyof typeof grpc.status

export interface SpeechFault {
  readonly method: Method
  readonly status: StatusName
  readonly message?: string
  /** Does what it was asked, and then fails. */
  readonly afterwards?: boolean
  readonly times?: number
}

/** How batches come out; to be changed by tests at any time. */
interface Behaviour {
  /** How often an operation is asked for before it is done; Infinity for one that never ends. */
  polls: number
  /** In place of a transcript. */
  operationError: { code: number; message: string } | null
  fileError: { code: number; message: string } | null
  /** Whether the model tells speakers apart; else the wish is refused at the start, or fails the file. */
  speakers: 'told' | 'refused' | 'failing'
  /** What is written to the bucket, in place of what was heard. */
  transcript: unknown
  /** Whether operations are found by listing them, and by their name. */
  isListed: boolean
  /** Whether the result is in the bucket before anybody asks for the operation. */
  isWrittenAtOnce: boolean
  /** Batches are started when it resolves. */
  gate: Promise<void>
  isKnown: boolean
}

/** Speech-to-Text v2 over gRPC on loopback. It hears tones: 500 Hz is `hello`, said by one speaker, 2500 Hz `world`, by another. */
export interface GoogleSpeechServer extends AsyncDisposable {
  /** For `CUEPOINT_GOOGLE_SPEECH_ENDPOINT`. */
  readonly endpoint: string
  readonly project: string
  readonly behaviour: Behaviour
  readonly batches: readonly BatchRequest[]
  readonly calls: readonly string[]
  readonly cancelled: readonly string[]
  failNext(fault: SpeechFault): void
}

export async function startGoogleSpeechServer(
  storage: GoogleStorageServer,
): Promise<GoogleSpeechServer> {
  const behaviour: Behaviour = {
    polls: 0,
    operationError: null,
    fileError: null,
    speakers: 'told',
    transcript: undefined,
    isListed: true,
    isWrittenAtOnce: false,
    gate: Promise.resolve(),
    isKnown: true,
  }
  const batches: BatchRequest[] = []
  const calls: string[] = []
  const cancelled: string[] = []
  const faults: SpeechFault[] = []
  const operations = new Map<string, { request: BatchRequest; asked: number }>()

  const listRecognizers = (given: unknown) => {
    const { parent } = z.object({ parent: z.string(), pageSize: z.number() }).parse(given)
    requireProject(parent)
    return { recognizers: [], nextPageToken: '' }
  }

  const batchRecognize = async (given: unknown) => {
    await behaviour.gate
    const request = readBatchRequest(given)
    if (typeof request === 'string') throw refusal('INVALID_ARGUMENT', request)
    requireProject(request.recognizer)
    const isSpeakers = request.config.features.diarizationConfig !== null
    if (isSpeakers && behaviour.speakers === 'refused')
      throw refusal('INVALID_ARGUMENT', noSpeakers)
    batches.push(request)
    const name = request.recognizer.replace(/recognizers\/_$/, `operations/${randomUUID()}`)
    operations.set(name, { request, asked: 0 })
    if (behaviour.isWrittenAtOnce) await recognise(request)
    return { name, done: false }
  }

  const getOperation = async (given: unknown) => {
    const { name } = z.object({ name: z.string() }).parse(given)
    const operation = operations.get(name)
    if (!operation || !behaviour.isKnown) throw refusal('NOT_FOUND', `Operation ${name} not found`)
    operation.asked++
    if (operation.asked <= behaviour.polls) return { name, done: false }
    if (behaviour.operationError)
      return { name, done: true, result: 'error', error: behaviour.operationError }
    const answer = await recognise(operation.request)
    const value = BatchRecognizeResponse.encode(answer).finish()
    return { name, done: true, result: 'response', response: { type_url: responseType, value } }
  }

  /** The one file of the batch: its transcript is written as JSON of protobuf, with durations like `12.900s`. */
  const recognise = async ({ files, config, recognitionOutputConfig }: BatchRequest) => {
    const uri = files[0]?.uri ?? ''
    const isFailing = config.features.diarizationConfig && behaviour.speakers === 'failing'
    const refused = isFailing ? { code: grpc.status.INVALID_ARGUMENT, message: noSpeakers } : null
    const error = behaviour.fileError ?? refused ?? (await audioProblem(uri))
    if (error) return { results: { [uri]: { error } } }
    const { heard } = await hearTones(audioAt(uri))
    const transcript = behaviour.transcript ?? toTranscript(heard, config)
    const target = `${recognitionOutputConfig.gcsOutputConfig.uri}audio_transcript_${randomUUID()}.json`
    const bytes = Buffer.from(
      typeof transcript === 'string' ? transcript : JSON.stringify(transcript),
    )
    storage.objects.set(target.slice('gs://'.length), { bytes, created: new Date() })
    return { results: { [uri]: { cloudStorageResult: { uri: target } } } }
  }

  const audioAt = (uri: string) =>
    storage.objects.get(uri.slice('gs://'.length))?.bytes ?? Buffer.alloc(0)

  const audioProblem = async (uri: string) => {
    if (audioAt(uri).length === 0)
      return { code: grpc.status.NOT_FOUND, message: `${uri} is not there` }
    const { seconds } = await hearTones(audioAt(uri))
    const isLong = seconds > 20 * 60 && batches.some(({ config }) => config.model === 'chirp_3')
    return isLong
      ? { code: grpc.status.INVALID_ARGUMENT, message: 'Audio exceeds 20 minutes' }
      : null
  }

  const listOperations = (given: unknown) => {
    const { name } = z.object({ name: z.string() }).parse(given)
    requireProject(name)
    const found = [...operations].map(([each, { request }]) => {
      const { gcsOutputConfig } = request.recognitionOutputConfig
      const metadata = { batchRecognizeRequest: { recognitionOutputConfig: { gcsOutputConfig } } }
      const value = OperationMetadata.encode(metadata).finish()
      return { name: each, done: false, metadata: { type_url: metadataType, value } }
    })
    return { operations: behaviour.isListed ? found : [], nextPageToken: '' }
  }

  const cancelOperation = (given: unknown) => {
    cancelled.push(z.object({ name: z.string() }).parse(given).name)
    return {}
  }

  const unary =
    (
      method: Method,
      handle: (request: unknown) => unknown,
    ): grpc.handleUnaryCall<unknown, unknown> =>
    (call, done) => {
      calls.push(method)
      const fault = takeFault(faults, method)
      const work = async () => {
        const broken = fault && refusal(fault.status, fault.message ?? 'as told')
        if (broken && !fault.afterwards) throw broken
        const answer = await handle(call.request)
        if (broken) throw broken
        return answer
      }
      work().then(
        (answer) => done(null, answer),
        (error: unknown) => done(toServiceError(error)),
      )
    }

  const server = new grpc.Server()
  server.addService(serviceOf('google.cloud.speech.v2.Speech'), {
    ListRecognizers: unary('ListRecognizers', listRecognizers),
    BatchRecognize: unary('BatchRecognize', batchRecognize),
  })
  server.addService(serviceOf('google.longrunning.Operations'), {
    GetOperation: unary('GetOperation', getOperation),
    ListOperations: unary('ListOperations', listOperations),
    CancelOperation: unary('CancelOperation', cancelOperation),
  })
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure()
    server.bindAsync('127.0.0.1:0', credentials, (error, bound) => {
      if (error) reject(error)
      else resolve(bound)
    })
  })
  return {
    endpoint: `http://127.0.0.1:${port}`,
    project: knownProject,
    behaviour,
    batches,
    calls,
    cancelled,
    failNext: (fault) => void faults.push(fault),
    [Symbol.asyncDispose]: () => {
      server.forceShutdown()
      return Promise.resolve()
    },
  }
}

const noSpeakers = 'Recognizer does not support feature: speaker_diarization'

const knownProject = 'cuepoint-test'
const { BatchRecognizeResponse, OperationMetadata } = protos.google.cloud.speech.v2
const responseType = 'type.googleapis.com/google.cloud.speech.v2.BatchRecognizeResponse'
const metadataType = 'type.googleapis.com/google.cloud.speech.v2.OperationMetadata'

/** One result for each tone, so that a pause is between two results; the labels are none that anybody would guess. */
function toTranscript(
  heard: readonly HeardTone[],
  { features, languageCodes }: BatchRequest['config'],
) {
  if (heard.length === 0) return { metadata: { totalBilledDuration: '1s' } }
  const results = heard.map(({ word, start, end }) => ({
    alternatives: [
      {
        transcript: word,
        confidence: 0.9,
        words: [
          {
            word,
            ...(start > 0 && { startOffset: `${start.toFixed(3)}s` }),
            endOffset: `${end.toFixed(3)}s`,
            ...(features.diarizationConfig && { speakerLabel: word === 'hello' ? '7' : '2' }),
          },
        ],
      },
    ],
    resultEndOffset: `${end.toFixed(3)}s`,
    languageCode: languageCodes[0] === 'auto' ? 'en-us' : languageCodes[0]?.toLowerCase(),
  }))
  return { results, metadata: { totalBilledDuration: '1s' } }
}

function requireProject(name: string): void {
  if (!name.startsWith(`projects/${knownProject}/`))
    throw refusal('PERMISSION_DENIED', `Permission 'speech.recognizers.list' denied on '${name}'`)
}

function takeFault(faults: SpeechFault[], method: Method): SpeechFault | null {
  const index = faults.findIndex((each) => each.method === method)
  const fault = faults[index]
  if (!fault) return null
  const left = (fault.times ?? 1) - 1
  if (left > 0) faults[index] = { ...fault, times: left }
  else faults.splice(index, 1)
  return fault
}

class Refusal extends Error {
  readonly code: grpc.status

  constructor(code: grpc.status, message: string) {
    super(message)
    this.code = code
  }
}

function refusal(status: StatusName, message: string): Refusal {
  return new Refusal(grpc.status[status], message)
}

function toServiceError(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof Refusal) return { code: error.code, details: error.message }
  return { code: grpc.status.INVALID_ARGUMENT, details: String(error) }
}

const protoFile = z.object({ nested: z.record(z.string(), z.looseObject({})) })

/** From the protos inside the package, as the vendor ships them. */
function serviceOf(name: string): grpc.ServiceDefinition {
  const json: unknown = createRequire(import.meta.url)(
    '@google-cloud/speech/build/protos/protos.json',
  )
  const loaded = new GrpcClient().loadProtoJSON(protoFile.parse(json))
  let found: unknown = loaded
  for (const part of name.split('.')) found = z.record(z.string(), z.unknown()).parse(found)[part]
  if (typeof found !== 'function' || !('service' in found)) throw new Error(`there is no ${name}`)
  return z.custom<grpc.ServiceDefinition>((value) => typeof value === 'object').parse(found.service)
}
