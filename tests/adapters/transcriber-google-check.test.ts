import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { UnreachableError } from '../../src/domain/errors.ts'
import { openGoogleScene, type GoogleScene } from '../support/google-scene.ts'

describe('the check of Google Speech-to-Text', () => {
  let folder: string
  let scene: GoogleScene

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    scene = await openGoogleScene()
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await scene[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  it('writes, reads and removes an object and asks the service, without a batch', async () => {
    await scene.open().check()
    expect(scene.storage.keys()).toEqual([])
    expect(scene.storage.requests.map((each) => each.split(' ')[0])).toEqual([
      'POST',
      'GET',
      'DELETE',
    ])
    expect(scene.speech.calls).toEqual(['ListRecognizers'])
  })

  it('refuses a bucket that does not exist', async () => {
    await expect(scene.open({ bucket: 'another' }).check()).rejects.toMatchObject({
      code: 'transcriber-not-found',
      message: expect.stringContaining('"another"') as unknown,
      remedy: expect.stringContaining('CUEPOINT_GOOGLE_BUCKET') as unknown,
    })
  })

  it('refuses a project that may not be used', async () => {
    await expect(scene.open({ project: 'foreign-project' }).check()).rejects.toMatchObject({
      code: 'transcriber-refused',
      remedy: expect.stringContaining('roles/speech.client') as unknown,
    })
  })

  it.each(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'RESOURCE_EXHAUSTED', 'INTERNAL'] as const)(
    'takes %s for a service that cannot just now, which ends no start',
    async (status) => {
      scene.speech.failNext({ method: 'ListRecognizers', status })
      await expect(scene.open().check()).rejects.toBeInstanceOf(UnreachableError)
    },
  )

  it('ends with the reason of an abort when nobody answers', async () => {
    scene.storage.failNext({ method: 'POST', answer: 'hang' })
    const controller = new AbortController()
    const reason = new Error('nobody waits any more')
    const checking = scene.open().check(controller.signal)
    controller.abort(reason)
    await expect(checking).rejects.toBe(reason)
  })

  it.each([
    ['is not there', null],
    ['is no JSON', 'not a key'],
  ])('a file of credentials that %s is named in one message', async (_how, content) => {
    const file = join(folder, `key-${content === null ? 'missing' : 'broken'}.json`)
    if (content !== null) await writeFile(file, content)
    vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', file)
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
    const transcriber = scene.open({ speechEndpoint: null, storageEndpoint: null })
    await expect(transcriber.check()).rejects.toMatchObject({
      code: 'transcriber-refused',
      retryable: 'when-available',
      remedy: expect.stringContaining('GOOGLE_APPLICATION_CREDENTIALS') as unknown,
    })
  })

  it('says so when no project is known', async () => {
    vi.stubEnv('METADATA_SERVER_DETECTION', 'none')
    vi.stubEnv('GOOGLE_CLOUD_PROJECT', '')
    vi.stubEnv('GCLOUD_PROJECT', '')
    vi.stubEnv('PATH', '')
    vi.stubEnv('HOME', folder)
    await expect(scene.open({ project: null }).check()).rejects.toMatchObject({
      code: 'transcriber-refused',
      remedy: expect.stringContaining('GOOGLE_CLOUD_PROJECT') as unknown,
    })
  })
})
