import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { findInModelsDirectory } from '../../src/models/models-directory.ts'
import type { Model } from '../../src/models/model.ts'
import { createModelStore } from '../../src/models/model-store.ts'
import { modelTable } from '../../src/models/model-table.ts'
import { hash } from '../support/model-hub.ts'
import { silentLogger } from '../support/model-hub-scene.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

const weights = Buffer.from('weights of a model')
const revision = '0123456789abcdef0123456789abcdef01234567'
const model: Model = {
  kind: 'vad',
  key: 'tiny-model',
  title: 'Tiny model',
  repo: 'somebody/tiny-model',
  revision,
  files: [
    { path: 'onnx/weights.onnx', bytes: weights.length, sha256: hash('sha256', weights) },
    { path: 'tokens.txt', bytes: 6, sha256: null },
  ],
  licence: 'MIT',
  languages: 'none',
  goodFor: 'Tests.',
  model: 'onnx/weights.onnx',
}

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-models-'))
})
afterEach(() => rm(folder, { recursive: true }))

/** A store that never asks anybody. */
const openStore = () =>
  createModelStore(
    {
      directory: join(folder, 'own'),
      cacheDirectory: join(folder, 'hub'),
      endpoint: 'http://127.0.0.1:1',
      token: null,
      offline: true,
    },
    silentLogger,
    [model],
  )

async function put(path: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  await writeFile(join(folder, path), content)
}

const repository = 'hub/models--somebody--tiny-model'

/** As huggingface_hub leaves it: a blob named by its hash, linked into a snapshot. */
async function putIntoCache(commit: string, blob: string): Promise<void> {
  await put(`${repository}/blobs/${blob}`, weights)
  const snapshot = join(folder, repository, 'snapshots', commit)
  await mkdir(join(snapshot, 'onnx'), { recursive: true })
  await symlink(`../../../blobs/${blob}`, join(snapshot, 'onnx/weights.onnx'))
  await put(`${repository}/snapshots/${commit}/tokens.txt`, 'tokens')
}

describe('the folder of CUEPOINT_MODELS_DIR', () => {
  it('comes before the cache, with whatever bytes it has', async () => {
    await put('own/tiny-model/onnx/weights.onnx', 'a conversion of our own')
    await put('own/tiny-model/tokens.txt', 'tokens')
    await putIntoCache(revision, hash('sha256', weights))
    await using store = openStore()
    expect(await store.ensure('tiny-model')).toBe(join(folder, 'own/tiny-model'))
    expect(await store.list()).toMatchObject([{ state: 'present', source: 'directory' }])
  })

  it.each([
    ['lacks', () => Promise.resolve()],
    ['has nothing in', () => put('own/tiny-model/tokens.txt', '')],
    ['has a folder for', () => mkdir(join(folder, 'own/tiny-model/tokens.txt'))],
  ])('is not passed over when it %s a file, and the file is named', async (_, spoil) => {
    await put('own/tiny-model/onnx/weights.onnx', 'a conversion of our own')
    await spoil()
    await putIntoCache(revision, hash('sha256', weights))
    await using store = openStore()
    for (const call of ['ensure', 'locate'] as const)
      await expect(store[call]('tiny-model')).rejects.toMatchObject({
        code: 'model-missing',
        message: expect.stringContaining('tokens.txt') as unknown,
      })
    expect(await store.list()).toMatchObject([
      { state: 'failed', problem: { code: 'model-missing' } },
    ])
  })

  it.skipIf(process.getuid?.() === 0)('says so when a file cannot be read', async () => {
    await put('own/tiny-model/onnx/weights.onnx', 'a conversion of our own')
    await put('own/tiny-model/tokens.txt', 'tokens')
    await chmod(join(folder, 'own/tiny-model/tokens.txt'), 0)
    await using store = openStore()
    await expect(store.ensure('tiny-model')).rejects.toThrow('tokens.txt')
  })
})

describe('what other programs left in the cache', () => {
  it('is used when it is of the pinned commit', async () => {
    await putIntoCache(revision, hash('sha256', weights))
    await using store = openStore()
    expect(await store.ensure('tiny-model')).toContain(revision)
  })

  it('is used when it is of another commit with the same bytes', async () => {
    const latest = 'e'.repeat(40)
    await putIntoCache(latest, hash('sha256', weights))
    await put(`${repository}/refs/main`, latest)
    await using store = openStore()
    expect(await store.ensure('tiny-model')).toContain(latest)
  })

  it('is not used when another commit has other bytes', async () => {
    const latest = 'e'.repeat(40)
    await putIntoCache(latest, 'f'.repeat(64))
    await put(`${repository}/refs/main`, latest)
    await using store = openStore()
    await expect(store.ensure('tiny-model')).rejects.toMatchObject({ code: 'model-missing' })
  })

  it('is not used when it was cut short', async () => {
    await putIntoCache(revision, hash('sha256', weights))
    await put(`${repository}/blobs/${hash('sha256', weights)}`, 'weights')
    await using store = openStore()
    expect(await store.locate('tiny-model')).toBeNull()
  })
})

const real = sharedPath('models')
it.skipIf(real === null)(`finds real models by their keys${skipNote(real)}`, async () => {
  const found = await Promise.all(modelTable.map((row) => findInModelsDirectory(real, row)))
  const keys = modelTable.filter((_, i) => found[i] !== null).map(({ key }) => key)
  expect(keys.toSorted()).toEqual([
    'all-MiniLM-L6-v2',
    'multilingual-e5-small',
    'pyannote-segmentation-3.0',
    'silero-vad',
    'whisper-base',
    'whisper-tiny.en',
  ])
})
