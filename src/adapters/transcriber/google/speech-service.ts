import { protos, type v2 } from '@google-cloud/speech'
import { operationsProtos, type CallOptions } from 'google-gax'
import { z } from 'zod'
import type { CuepointError } from '../../../domain/errors.ts'
import { statusNameOf, toSpeechError } from './speech-errors.ts'

export type BatchRequest = protos.google.cloud.speech.v2.IBatchRecognizeRequest

/** Where a batch of one file stands. */
export type BatchState =
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly resultUri: string | null }
  | { readonly kind: 'failed'; readonly error: CuepointError }
  /** The service does not know the operation, any more or at all. */
  | { readonly kind: 'unknown' }

/** The calls of Speech-to-Text that we use. Errors of all but `start` are translated. */
export interface SpeechService {
  /** Costs nothing. Rejects when the service does not answer or may not be used. */
  reach(signal: AbortSignal): Promise<void>
  /** Resolves to the name of the operation. Is billed, so that it is never repeated here; rejects with what gRPC says. */
  start(request: BatchRequest): Promise<string>
  stateOf(operation: string, signal: AbortSignal): Promise<BatchState>
  /** The operation that writes its results there, as far as the service lists it. */
  find(outputUri: string, signal: AbortSignal): Promise<string | null>
  cancel(operation: string, signal: AbortSignal): Promise<void>
}

/** `parent` is `projects/…/locations/…`. */
export function openSpeechService(client: v2.SpeechClient, parent: string): SpeechService {
  /** No repetition by the client: the work is repeated, and says meanwhile why it waits. */
  const once = (signal: AbortSignal): CallOptions => ({ timeout: 30_000, retry: null, signal })

  const ask = async <T>(work: Promise<T>, asked: string, signal: AbortSignal): Promise<T> => {
    try {
      return await work
    } catch (error) {
      signal.throwIfAborted()
      throw toSpeechError(error, asked)
    }
  }

  return {
    async reach(signal) {
      const options = { ...once(signal), autoPaginate: false }
      const listing = client.listRecognizers({ parent, pageSize: 1 }, options)
      await ask(listing, `whether ${parent} may be used`, signal)
    },
    async start(request) {
      const [operation] = await client.batchRecognize(request, { timeout: 60_000, retry: null })
      return z.string().min(1).parse(operation.name)
    },
    async stateOf(operation, signal) {
      const request = new longrunning.GetOperationRequest({ name: operation })
      try {
        const [found] = await client.operationsClient.getOperation(request, once(signal))
        return readState(found)
      } catch (error) {
        signal.throwIfAborted()
        if (statusNameOf(error) === 'NOT_FOUND') return { kind: 'unknown' }
        throw toSpeechError(error, `about ${operation}`)
      }
    },
    async find(outputUri, signal) {
      const request = new longrunning.ListOperationsRequest({ name: parent, pageSize: 100 })
      const found = client.operationsClient.listOperationsAsync(request, {
        ...once(signal),
        autoPaginate: false,
      })
      const search = async () => {
        let seen = 0
        for await (const { name, metadata } of found) {
          if (name && outputOf(metadata?.value) === outputUri) return name
          if (++seen === mostListed) break
        }
        return null
      }
      return ask(search(), 'for its operations', signal)
    },
    async cancel(operation, signal) {
      const request = new longrunning.CancelOperationRequest({ name: operation })
      const cancelling = client.operationsClient.cancelOperation(request, once(signal))
      await ask(cancelling, `to cancel ${operation}`, signal)
    },
  }
}

/** Old operations stay in the list for days. */
const mostListed = 2000

const { longrunning } = operationsProtos.google
const { BatchRecognizeResponse, OperationMetadata } = protos.google.cloud.speech.v2

function readState(operation: protos.google.longrunning.IOperation): BatchState {
  if (!operation.done) return { kind: 'running' }
  if (operation.error) return failed(operation.error)
  const response = BatchRecognizeResponse.decode(bytesOf(operation.response?.value))
  // There is one file in each batch.
  const [file] = Object.values(response.results)
  if (file?.error?.code) return failed(file.error)
  const uri = file?.cloudStorageResult?.uri ?? file?.uri ?? ''
  return { kind: 'done', resultUri: uri === '' ? null : uri }
}

function failed(error: unknown): BatchState {
  return { kind: 'failed', error: toSpeechError(error, 'to transcribe the audio') }
}

function outputOf(metadata: Uint8Array | string | null | undefined): string | null {
  const { batchRecognizeRequest } = OperationMetadata.decode(bytesOf(metadata))
  return batchRecognizeRequest?.recognitionOutputConfig?.gcsOutputConfig?.uri ?? null
}

function bytesOf(value: Uint8Array | string | null | undefined): Uint8Array {
  return typeof value === 'string' ? Buffer.from(value, 'base64') : (value ?? new Uint8Array())
}
