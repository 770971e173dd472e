import { setTimeout as sleep } from 'node:timers/promises'
import type { Secret } from '../config/secret.ts'
import { NotFoundError } from '../domain/errors.ts'
import type { Cause } from '../domain/video.ts'
import type { Logger } from '../ports/logger.ts'
import { downloadModel } from './download-model.ts'
import { cachedBytes, cachedRepository, findSnapshot } from './hub-cache.ts'
import type { Hub } from './hub.ts'
import { missingModel, toMissingModel, type Whereabouts } from './missing-model.ts'
import { modelBytes, type Model } from './model.ts'
import { modelTable } from './model-table.ts'
import { findInModelsDirectory } from './models-directory.ts'
import type { Patience } from './patiently.ts'
import { isLocked, tryLock } from './process-lock.ts'
import { progressLog } from './progress-log.ts'
import { createSharedDownloads, toCause, type OnProgress, type Waiter } from './shared-downloads.ts'

export interface ModelStoreConfig {
  /** Looked in before everything else: one folder per model key. Null: none. */
  readonly directory: string | null
  /** The Hugging Face cache itself (`models--org--name` folders). Made when something is downloaded. */
  readonly cacheDirectory: string
  /** The hub or a mirror, without a slash at the end. */
  readonly endpoint: string
  readonly token: Secret | null
  /** Never ask the hub. */
  readonly offline: boolean
}

/** Shorter in tests than for people. */
export interface Timing {
  readonly patience: Patience
  readonly idleTimeoutMs: number
}

export type ModelState =
  | { readonly state: 'present'; readonly folder: string; readonly source: 'directory' | 'cache' }
  /** `doneBytes` of an interrupted download are kept and not fetched again. */
  | { readonly state: 'absent'; readonly doneBytes: number }
  | { readonly state: 'downloading'; readonly doneBytes: number; readonly totalBytes: number }
  | { readonly state: 'failed'; readonly problem: Cause; readonly doneBytes: number }

export type ModelReport = { readonly model: Model; readonly totalBytes: number } & ModelState

/** Finds the files of models on this machine and brings those that are missing from the hub. */
export interface ModelStore extends AsyncDisposable {
  /** Every model of the table and how it stands. Never rejects because of one model. */
  list(): Promise<ModelReport[]>
  /** The folder that holds the model's files, null when they have to be brought. Rejects as `ensure` for an incomplete folder. */
  locate(key: string): Promise<string | null>
  /**
   * The folder of the model, downloaded first if need be: once, however many ask. Rejects with errors that wait for
   * something: `model-missing`, `disk-full`, `model-altered`, `not-found` for a key that is not in the table, and the
   * reason of an abort. What has been downloaded is kept and gone on from.
   */
  ensure(key: string, waiter?: Waiter): Promise<string>
}

const forPeople: Timing = {
  patience: { attempts: 5, firstDelayMs: 1000, longestDelayMs: 120_000 },
  idleTimeoutMs: 30_000,
}

export function createModelStore(
  config: ModelStoreConfig,
  logger: Logger,
  models: readonly Model[] = modelTable,
  timing: Timing = forPeople,
): ModelStore {
  const where: Whereabouts = { ...config, modelsDirectory: config.directory }
  const hub: Hub = { ...config, idleTimeoutMs: timing.idleTimeoutMs }
  const repositoryOf = (model: Model) => cachedRepository(config.cacheDirectory, model.repo)

  const bring = async (key: string, onProgress: OnProgress, signal: AbortSignal) => {
    const model = rowOf(models, key)
    const log = progressLog(logger, model)
    const report: OnProgress = (progress) => {
      log.progress(progress)
      onProgress(progress)
    }
    try {
      if (config.offline) throw missingModel(model, where, 'HF_HUB_OFFLINE forbids asking the hub')
      const folder = await downloadAlone(model, report, signal)
      log.done(folder)
      return folder
    } catch (error) {
      signal.throwIfAborted()
      const problem = toMissingModel(error, model, where)
      log.failed(problem)
      throw problem
    }
  }

  /** Waits while another process downloads the same model. */
  const downloadAlone = async (model: Model, onProgress: OnProgress, signal: AbortSignal) => {
    const repository = repositoryOf(model)
    for (;;) {
      await using lock = await tryLock(repository.lock)
      const snapshot = await findSnapshot(repository, model)
      if (snapshot) return snapshot
      if (lock)
        return await downloadModel({ model, repository, hub, ...timing, onProgress, signal })
      onProgress({ doneBytes: await cachedBytes(repository, model), totalBytes: modelBytes(model) })
      await sleep(500, undefined, { signal })
    }
  }

  const find = async (model: Model): Promise<Extract<ModelState, { state: 'present' }> | null> => {
    const own = await findInModelsDirectory(config.directory, model)
    if (own) return { state: 'present', folder: own, source: 'directory' }
    const cached = await findSnapshot(repositoryOf(model), model)
    return cached ? { state: 'present', folder: cached, source: 'cache' } : null
  }

  const downloads = createSharedDownloads(bring)

  const stateOf = async (model: Model): Promise<ModelState> => {
    try {
      const present = await find(model)
      if (present) return present
    } catch (error) {
      return { state: 'failed', problem: toCause(error), doneBytes: 0 }
    }
    const doneBytes = await cachedBytes(repositoryOf(model), model)
    const download = downloads.stateOf(model.key)
    if (download) return { doneBytes, ...download }
    const isElsewhere = await isLocked(repositoryOf(model).lock)
    if (isElsewhere) return { state: 'downloading', doneBytes, totalBytes: modelBytes(model) }
    return { state: 'absent', doneBytes }
  }

  return {
    list: () =>
      Promise.all(
        models.map(async (model) => ({
          model,
          totalBytes: modelBytes(model),
          ...(await stateOf(model)),
        })),
      ),
    locate: async (key) => (await find(rowOf(models, key)))?.folder ?? null,
    async ensure(key, waiter = {}) {
      const present = await find(rowOf(models, key))
      return present?.folder ?? downloads.join(key, waiter)
    },
    [Symbol.asyncDispose]: () => downloads[Symbol.asyncDispose](),
  }
}

function rowOf(models: readonly Model[], key: string): Model {
  const model = models.find((row) => row.key === key)
  if (!model) throw new NotFoundError('model', key)
  return model
}
