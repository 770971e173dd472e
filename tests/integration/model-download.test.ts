import { lstat, mkdir, readdir, stat, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/config/secret.ts'
import type { Progress } from '../../src/models/shared-downloads.ts'
import {
  openHubScene,
  readModel,
  revision,
  tokens,
  totalBytes,
  weights,
  weightsHash,
  type HubScene,
} from '../support/model-hub-scene.ts'

let scene: HubScene
beforeEach(async () => {
  scene = await openHubScene()
})
afterEach(() => scene[Symbol.asyncDispose]())

describe('a model that is not here', () => {
  it('is downloaded into the cache as huggingface_hub lays it out', async () => {
    await using store = scene.openStore()
    expect(await store.locate('tiny-model')).toBeNull()
    const modelFolder = await store.ensure('tiny-model')
    expect(await readModel(modelFolder)).toEqual({ weights, tokens })
    expect(modelFolder).toBe(join(scene.repository, 'snapshots', revision))
    expect((await lstat(join(modelFolder, 'onnx/weights.onnx'))).isSymbolicLink()).toBe(true)
    expect(await readdir(join(scene.repository, 'blobs'))).toHaveLength(2)
    expect(await readdir(join(scene.repository, 'blobs'))).toContain(weightsHash)
  })

  it('is there from then on, without asking the hub', async () => {
    await using store = scene.openStore()
    const modelFolder = await store.ensure('tiny-model')
    const before = scene.hub.requests.length
    expect(await store.ensure('tiny-model')).toBe(modelFolder)
    expect(await store.locate('tiny-model')).toBe(modelFolder)
    expect(scene.hub.requests).toHaveLength(before)
    expect(await store.list()).toMatchObject([{ state: 'present', source: 'cache', totalBytes }])
  })

  it('tells how far it is, to the caller and in the list', async () => {
    scene.hub.slowDown(2)
    await using store = scene.openStore()
    const told: Progress[] = []
    const seen = Promise.withResolvers<unknown>()
    await store.ensure('tiny-model', {
      onProgress: (progress) => {
        told.push(progress)
        if (progress.doneBytes > 20_000) store.list().then(seen.resolve, seen.reject)
      },
    })
    expect(told.at(-1)).toEqual({ doneBytes: totalBytes, totalBytes })
    expect(told.length).toBeGreaterThan(5)
    expect(told.map(({ doneBytes }) => doneBytes)).toEqual(
      told.map(({ doneBytes }) => doneBytes).toSorted((a, b) => a - b),
    )
    expect(await seen.promise).toMatchObject([{ state: 'downloading', totalBytes }])
  })

  it('is downloaded once, however many ask', async () => {
    await using store = scene.openStore()
    const folders = await Promise.all([1, 2, 3].map(() => store.ensure('tiny-model')))
    expect(new Set(folders).size).toBe(1)
    expect(scene.fromStore()).toHaveLength(1)
  })

  it('is downloaded once by processes that share the cache', async () => {
    scene.hub.slowDown(2)
    await using first = scene.openStore()
    await using second = scene.openStore()
    const folders = await Promise.all([first.ensure('tiny-model'), second.ensure('tiny-model')])
    expect(await readModel(folders[0])).toEqual({ weights, tokens })
    expect(folders[0]).toBe(folders[1])
    expect(scene.fromStore()).toHaveLength(1)
  })

  it('is taken over from a process that died', async () => {
    const lock = join(
      scene.cacheDirectory,
      '.locks',
      'models--somebody--tiny-model',
      'cuepoint.lock',
    )
    await mkdir(lock, { recursive: true })
    const longAgo = new Date(Date.now() - 60_000)
    await utimes(lock, longAgo, longAgo)
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
  })

  it('keeps the token from the store of the bytes', async () => {
    await using store = scene.openStore({ token: new Secret('token-of-the-test') })
    await store.ensure('tiny-model')
    for (const { server, authorization } of scene.hub.requests)
      expect(authorization).toBe(server === 'hub' ? 'Bearer token-of-the-test' : null)
  })
})

describe('a download that is disturbed', () => {
  it('goes on where the connection was cut', async () => {
    scene.hub.failNext(
      'store',
      { kind: 'cut', afterBytes: 40_000 },
      { kind: 'cut', afterBytes: 30_000 },
    )
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
    const ranges = scene.fromStore().map(({ range }) => range)
    expect(ranges).toEqual([null, 'bytes=40000-', 'bytes=70000-'])
  })

  it('leaves a line that has gone silent', async () => {
    scene.hub.failNext('store', { kind: 'stall', afterBytes: 20_000 })
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
    expect(scene.fromStore()).toHaveLength(2)
  })

  it('begins anew at a server that knows no ranges', async () => {
    scene.hub.failNext('store', { kind: 'cut', afterBytes: 40_000 }, { kind: 'no-range' })
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
  })

  it.each([408, 429, 500, 503])('tries again after %i', async (status) => {
    scene.hub.failNext('hub', { kind: 'status', status })
    scene.hub.failNext('store', { kind: 'status', status }, { kind: 'status', status })
    await using store = scene.openStore()
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
  })

  it('waits as long as the hub asks', async () => {
    scene.hub.failNext('hub', { kind: 'status', status: 429, headers: { 'retry-after': '1' } })
    await using store = scene.openStore()
    const before = performance.now()
    await store.ensure('tiny-model')
    expect(performance.now() - before).toBeGreaterThan(950)
  })

  it('stops when asked to, and goes on later from there', async () => {
    scene.hub.slowDown(2)
    const abort = new AbortController()
    const reason = new Error('stopped by hand')
    {
      await using store = scene.openStore()
      const download = store.ensure('tiny-model', {
        signal: abort.signal,
        onProgress: ({ doneBytes }) => doneBytes > 30_000 && abort.abort(reason),
      })
      await expect(download).rejects.toBe(reason)
    }
    const { size } = await stat(scene.partial)
    expect(size).toBeGreaterThan(0)
    await using store = scene.openStore()
    expect(await store.list()).toMatchObject([{ state: 'absent', doneBytes: size }])
    expect(await readModel(await store.ensure('tiny-model'))).toEqual({ weights, tokens })
    expect(scene.fromStore().at(-1)?.range).toBe(`bytes=${size}-`)
  })

  it('goes on for the others when one caller gives up', async () => {
    scene.hub.slowDown(2)
    await using store = scene.openStore()
    const abort = new AbortController()
    const impatient = store.ensure('tiny-model', { signal: abort.signal })
    const patient = store.ensure('tiny-model', {
      onProgress: ({ doneBytes }) => doneBytes > 10_000 && abort.abort(),
    })
    await expect(impatient).rejects.toMatchObject({ name: 'AbortError' })
    expect(await readModel(await patient)).toEqual({ weights, tokens })
  })
})
