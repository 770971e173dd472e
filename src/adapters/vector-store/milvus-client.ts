import { setTimeout as sleep } from 'node:timers/promises'
import { MilvusClient } from '@zilliz/milvus2-sdk-node'
import type { MilvusSettings } from '../../config/parts/vector-store-config.ts'
import { untilAborted } from '../../domain/until-aborted.ts'
import { checkStatus, toMilvusError } from './milvus-errors.ts'

/** For one call. Somebody waits for the answer to a question. */
export const searchTimeoutMs = 10_000
const callTimeoutMs = 30_000

/** Connects with the first call, and again by itself. */
export function openMilvusClient({ address, token, database }: MilvusSettings): MilvusClient {
  return new MilvusClient({
    address: withPort(address),
    ...(token && { token: token.reveal() }),
    ...(database !== null && { database }),
    timeout: callTimeoutMs,
    isGlobal: false,
    // Its second try never says that the request is whole, so the server does not answer before the time-out. Work comes
    // back by itself.
    maxRetries: 0,
    // Else it connects here already, and a server that is down ends the process by a rejection that nobody sees.
    __SKIP_CONNECT__: true,
    telemetry: { enabled: false },
    logLevel: 'error',
    channelOptions: {
      // A server that is back is asked again within seconds; gRPC's own limit is two minutes.
      'grpc.initial_reconnect_backoff_ms': 100,
      'grpc.max_reconnect_backoff_ms': 2000,
    },
  })
}

/**
 * The answer of a call, if its status is a success; else a `CuepointError`. The client takes no AbortSignal: after an abort
 * the call is left to its time-out.
 */
export async function ask<Answer>(
  address: string,
  call: () => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  signal?.throwIfAborted()
  try {
    const answer = await untilAborted(call(), signal)
    checkStatus(answer, address)
    return answer
  } catch (error) {
    signal?.throwIfAborted()
    throw toMilvusError(error, address)
  }
}

/** The client waits for calls that hang; nobody else has to. */
export async function closeMilvusClient(client: MilvusClient): Promise<void> {
  const closed = client.closeConnection()
  await Promise.race([closed, sleep(closeWaitMs, undefined, { ref: false })])
}

const closeWaitMs = 1000

/** gRPC would take port 443 for an address that has none. */
function withPort(address: string): string {
  return /:\/\/|:\d+$/.test(address) ? address : `${address}:19530`
}
