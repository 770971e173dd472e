import { mkdir, readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  openHubScene,
  readModel,
  tinyModel,
  tokens,
  weights,
  weightsHash,
  type HubScene,
} from '../support/model-hub-scene.ts'

let scene: HubScene
beforeEach(async () => {
  scene = await openHubScene()
})
afterEach(() => scene[Symbol.asyncDispose]())

describe('bytes that are not those of the model', () => {
  it('are refused and removed', async () => {
    scene.hub.failNext('store', { kind: 'alter' })
    await using store = scene.openStore()
    await expect(store.ensure('tiny-model')).rejects.toMatchObject({
      code: 'model-altered',
      retryable: 'when-available',
      message: expect.stringContaining(weightsHash) as unknown,
    })
    expect(await store.locate('tiny-model')).toBeNull()
    expect(await readdir(join(scene.repository, 'blobs'))).toEqual([])
    expect(await store.list()).toMatchObject([
      { state: 'failed', problem: { code: 'model-altered' } },
    ])
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
  })

  it('are refused in a small file too, by the etag', async () => {
    scene.hub.failNext('hub', ...Array.from({ length: 6 }, () => ({ kind: 'alter' as const })))
    await using store = scene.openStore()
    await expect(store.ensure('tiny-model')).rejects.toMatchObject({ code: 'model-altered' })
  })

  it('are fetched anew when they come from an interrupted download', async () => {
    await mkdir(join(scene.repository, 'blobs'), { recursive: true })
    await writeFile(scene.partial, Buffer.alloc(50_000))
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
  })

  it('are not even fetched when the hub announces another size', async () => {
    const other = {
      ...tinyModel,
      files: tinyModel.files.map((file) => ({ ...file, bytes: file.bytes + 1 })),
    }
    await using store = scene.openStore({}, other)
    await expect(store.ensure('tiny-model')).rejects.toMatchObject({ code: 'model-altered' })
    expect(scene.fromStore()).toEqual([])
  })
})

describe('a model that cannot be brought', () => {
  const missing = (reason: string) => ({
    code: 'model-missing',
    retryable: 'when-available',
    message: expect.stringMatching(
      new RegExp(`tiny-model .*somebody/tiny-model.*${reason}`),
    ) as unknown,
    remedy: expect.stringContaining('cuepoint models pull tiny-model') as unknown,
  })

  it('is named with what it weighs and where it is, when the hub may not be asked', async () => {
    await using store = scene.openStore({ offline: true })
    await expect(store.ensure('tiny-model')).rejects.toMatchObject(missing('HF_HUB_OFFLINE'))
    await expect(store.ensure('tiny-model')).rejects.toThrow('101 kB')
    expect(scene.hub.requests).toEqual([])
    await expect(stat(scene.cacheDirectory)).rejects.toMatchObject({ code: 'ENOENT' })
  })

  it('is named when nobody answers', async () => {
    await using store = scene.openStore({ endpoint: 'http://127.0.0.1:1' })
    await expect(store.ensure('tiny-model')).rejects.toMatchObject(missing('127.0.0.1:1'))
    expect(await store.list()).toMatchObject([
      { state: 'failed', problem: { code: 'model-missing' } },
    ])
  })

  it('is named when the hub does not have it', async () => {
    await using store = scene.openStore({}, { ...tinyModel, revision: 'f'.repeat(40) })
    await expect(store.ensure('tiny-model')).rejects.toMatchObject(missing('404'))
    expect(scene.hub.requests).toHaveLength(1)
  })

  it('is named when the token is not accepted', async () => {
    scene.hub.failNext('hub', { kind: 'status', status: 401 })
    await using store = scene.openStore()
    await expect(store.ensure('tiny-model')).rejects.toMatchObject(missing('HF_TOKEN'))
  })

  it('gives up on a store that stays broken', async () => {
    const fault = { kind: 'status', status: 503 } as const
    scene.hub.failNext('store', fault, fault, fault, fault)
    await using store = scene.openStore()
    await expect(store.ensure('tiny-model')).rejects.toMatchObject(missing('503'))
  })

  it('waits for room when the disk has none', async () => {
    const petabyte = 2 ** 50
    scene.hub.failNext('hub', { kind: 'announce', bytes: petabyte })
    const files = tinyModel.files.map((file) => ({ ...file, isApproximate: true as const }))
    await using store = scene.openStore({}, { ...tinyModel, files })
    await expect(store.ensure('tiny-model')).rejects.toMatchObject({
      code: 'disk-full',
      retryable: 'when-available',
      message: expect.stringContaining('1125899907 MB') as unknown,
    })
    expect(scene.fromStore()).toEqual([])
  })

  it('is not in the table', async () => {
    await using store = scene.openStore()
    await expect(store.ensure('unheard-of')).rejects.toMatchObject({ code: 'not-found' })
  })
})
