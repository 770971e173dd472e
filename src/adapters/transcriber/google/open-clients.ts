import { v2 } from '@google-cloud/speech'
import { IdempotencyStrategy, Storage } from '@google-cloud/storage'
import { googleAuthLibrary, grpc } from 'google-gax'
import type { GoogleSpeechSettings } from '../../../config/parts/transcriber-config.ts'
import { requireCredentials } from './credentials.ts'

export interface GoogleClients {
  readonly speech: v2.SpeechClient
  readonly storage: Storage
  /** Rejects when there is nobody to be for Google. A gateway without TLS is never shown a token, so it needs none. */
  requireCredentials(): Promise<void>
}

/** The clients of both services, which connect when they are used first. */
export function openClients(settings: GoogleSpeechSettings): GoogleClients {
  const { project, location, speechEndpoint, storageEndpoint } = settings
  const own = speechEndpoint === null ? null : readEndpoint(speechEndpoint)
  const isPlainStorage = storageEndpoint?.startsWith('http:') === true
  const nobody = new googleAuthLibrary.PassThroughClient()
  const named = { ...(project !== null && { projectId: project }) }
  const speech = new v2.SpeechClient({
    ...named,
    apiEndpoint: own?.host ?? endpointOf(location),
    ...(own && { port: own.port }),
    ...(own?.isPlain && { sslCreds: grpc.credentials.createInsecure(), authClient: nobody }),
  })
  const storage = new Storage({
    ...named,
    ...(storageEndpoint !== null && {
      apiEndpoint: storageEndpoint,
      useAuthWithCustomEndpoint: !isPlainStorage,
      ...(isPlainStorage && { authClient: nobody }),
    }),
    // Everything that is written has a key of its own, so that writing it twice is writing it once.
    retryOptions: {
      idempotencyStrategy: IdempotencyStrategy.RetryAlways,
      maxRetries: 2,
      maxRetryDelay: 4,
      totalTimeout: 60,
    },
  })
  return {
    speech,
    storage,
    requireCredentials: async () => {
      if (!own?.isPlain) await requireCredentials(speech.auth)
      else if (!isPlainStorage) await requireCredentials(storage.authClient)
    },
  }
}

/** https://cloud.google.com/speech-to-text/v2/docs/locations: each location but `global` has a host of its own. */
function endpointOf(location: string): string {
  return location === 'global' ? 'speech.googleapis.com' : `${location}-speech.googleapis.com`
}

/** `host`, `host:port`, or one of them with `http://` (no TLS) or `https://`. */
function readEndpoint(endpoint: string) {
  const isPlain = endpoint.startsWith('http://')
  const { hostname, port } = new URL(
    /^https?:\/\//.test(endpoint) ? endpoint : `https://${endpoint}`,
  )
  return { host: hostname, port: Number(port) || (isPlain ? 80 : 443), isPlain }
}
