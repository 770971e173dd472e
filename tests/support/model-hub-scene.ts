import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Model } from '../../src/models/model.ts'
import {
  createModelStore,
  type ModelStore,
  type ModelStoreConfig,
} from '../../src/models/model-store.ts'
import { hash, startModelHub, type HubRequest, type ModelHub } from './model-hub.ts'

export const weights = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7 + (i >> 8)) % 256)
export const weightsHash = hash('sha256', weights)
export const tokens = Buffer.from('a small file of tokens')
export const revision = '0123456789abcdef0123456789abcdef01234567'
export const totalBytes = weights.length + tokens.length
const repo = 'somebody/tiny-model'

/** A large file with a checksum and a small one without, as real models have them. */
export const tinyModel: Model = {
  kind: 'vad',
  key: 'tiny-model',
  title: 'Tiny model',
  repo,
  revision,
  files: [
    { path: 'onnx/weights.onnx', bytes: weights.length, sha256: weightsHash },
    { path: 'tokens.txt', bytes: tokens.length, sha256: null },
  ],
  licence: 'MIT',
  languages: 'none',
  goodFor: 'Tests.',
  model: 'onnx/weights.onnx',
}

/** A hub that has the tiny model, an empty cache, and stores between the two. */
export interface HubScene extends AsyncDisposable {
  readonly hub: ModelHub
  readonly cacheDirectory: string
  /** The model's part of the cache. */
  readonly repository: string
  /** Where an interrupted download of the weights lies. */
  readonly partial: string
  openStore(config?: Partial<ModelStoreConfig>, model?: Model): ModelStore
  /** Requests for the bytes of the weights so far. */
  fromStore(): readonly HubRequest[]
}

export async function openHubScene(): Promise<HubScene> {
  const hub = await startModelHub({
    [`${repo}@${revision}`]: { 'onnx/weights.onnx': weights, 'tokens.txt': tokens },
  })
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-models-'))
  const cacheDirectory = join(folder, 'hub')
  const repository = join(cacheDirectory, 'models--somebody--tiny-model')
  const defaults = { directory: null, cacheDirectory, endpoint: hub.endpoint, token: null }
  return {
    hub,
    cacheDirectory,
    repository,
    partial: join(repository, 'blobs', `${weightsHash}.incomplete`),
    openStore: (config = {}, model = tinyModel) =>
      createModelStore({ ...defaults, offline: false, ...config }, silentLogger, [model], quick),
    fromStore: () => hub.requests.filter(({ server }) => server === 'store'),
    async [Symbol.asyncDispose]() {
      await hub[Symbol.asyncDispose]()
      await rm(folder, { recursive: true })
    },
  }
}

export async function readModel(
  folder: string,
): Promise<{ weights: Uint8Array; tokens: Uint8Array }> {
  return {
    weights: new Uint8Array(await readFile(join(folder, 'onnx/weights.onnx'))),
    tokens: await readFile(join(folder, 'tokens.txt')),
  }
}

export const silentLogger = { debug: ignore, info: ignore, warn: ignore, error: ignore }

const quick = {
  patience: { attempts: 4, firstDelayMs: 1, longestDelayMs: 5000 },
  idleTimeoutMs: 300,
}

function ignore(): void {
  // Nobody reads the log of a test.
}
