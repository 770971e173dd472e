import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import {
  startGoogleSpeechServer,
  type GoogleSpeechServer,
} from '../support/google-speech-server.ts'
import {
  startGoogleStorageServer,
  type GoogleStorageServer,
} from '../support/google-storage-server.ts'
import { ffmpegNote, hasFfmpeg, makeVideo } from '../support/media.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { toneOf } from '../support/tone-model.ts'
import { until } from '../support/until.ts'

/** A whole server that is set to Google Speech-to-Text by its environment alone. */
describe.skipIf(!hasFfmpeg)(`a server with Google Speech-to-Text${ffmpegNote}`, () => {
  let folder = ''
  let storage: GoogleStorageServer
  let speech: GoogleSpeechServer
  let opened: AsyncDisposableStack

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    await makeVideo(join(folder, 'talk.mp4'), {
      seconds: 30,
      tones: [
        { startSeconds: 4, endSeconds: 4.6, hertz: toneOf.hello },
        { startSeconds: 20, endSeconds: 20.6, hertz: toneOf.world },
      ],
    })
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  beforeEach(async () => {
    opened = new AsyncDisposableStack()
    storage = opened.use(await startGoogleStorageServer())
    speech = opened.use(await startGoogleSpeechServer(storage))
  })
  afterEach(() => opened.disposeAsync())

  const environment = () => ({
    CUEPOINT_TRANSCRIBER: 'google-speech',
    CUEPOINT_GOOGLE_BUCKET: storage.bucket,
    GOOGLE_CLOUD_PROJECT: speech.project,
    CUEPOINT_GOOGLE_LOCATION: 'us-central1',
    CUEPOINT_GOOGLE_MODEL: 'chirp_2',
    CUEPOINT_GOOGLE_SPEECH_ENDPOINT: speech.endpoint,
    CUEPOINT_GOOGLE_STORAGE_ENDPOINT: storage.endpoint,
  })
  const start = async (reopen?: TestServer) =>
    opened.use(
      await startTestServer({ worker: true, env: environment(), ...(reopen && { reopen }) }),
    )

  async function upload(server: TestServer): Promise<string> {
    const form = new FormData()
    form.set('title', 'Two people')
    form.set('file', await openAsBlob(join(folder, 'talk.mp4')), 'talk.mp4')
    const init = { method: 'POST', body: form }
    return (await server.askFor(accepted, 202, '/videos/upload', init)).id
  }

  it('makes a video searchable, with its speakers', async () => {
    const server = await start()
    const id = await upload(server)
    const { status, language } = await untilSettled(server, id)
    expect(status).toMatchObject({ status: 'ready', error: null })
    expect(language).toBe('en')
    const found = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(found).toMatchObject({ engine: 'google-speech', model: 'chirp_2', complete: true })
    expect(found.segments).toMatchObject([
      { text: 'hello', speaker: 'S1' },
      { text: 'world', speaker: 'S2' },
    ])
    const { results } = await server.askFor(searchAnswer, 200, '/search?q=world')
    expect(results).toHaveLength(1)
    expect(Math.abs((results[0]?.jump_to ?? 0) - 20)).toBeLessThan(0.7)
    expect(storage.keys()).toEqual([])
    expect(speech.batches).toHaveLength(1)
  })

  it('goes on with the same operation after a restart in the middle', async () => {
    speech.behaviour.polls = Infinity
    const server = await start()
    const id = await upload(server)
    await until(() => speech.calls.includes('GetOperation'))
    speech.behaviour.polls = 0
    const again = await start(server)
    expect((await untilSettled(again, id)).status).toMatchObject({ status: 'ready' })
    expect(speech.batches).toHaveLength(1)
  })

  it('cancels and removes what lies at Google when the video is deleted in the middle', async () => {
    speech.behaviour.polls = Infinity
    const server = await start()
    const id = await upload(server)
    await until(() => speech.calls.includes('GetOperation'))
    expect(storage.keys()).not.toEqual([])
    expect((await server.ask(`/videos/${id}`, { method: 'DELETE' })).status).toBe(204)
    await until(() => speech.cancelled.length > 0 && storage.keys().length === 0)
  })

  it('does not start with a bucket that does not exist, and says which setting it is', async () => {
    const env = { ...environment(), CUEPOINT_GOOGLE_BUCKET: 'nowhere' }
    await expect(startTestServer({ env })).rejects.toMatchObject({
      code: 'transcriber-not-found',
      message: expect.stringContaining('"nowhere"') as unknown,
      remedy: expect.stringContaining('CUEPOINT_GOOGLE_BUCKET') as unknown,
    })
  })

  it('starts while the service does not answer', async () => {
    speech.failNext({ method: 'ListRecognizers', status: 'UNAVAILABLE' })
    const server = await start()
    expect((await server.ask('/health')).status).toBe(200)
  })

  it.each([
    ['CUEPOINT_GOOGLE_BUCKET', 'gs://bucket/folder'],
    ['CUEPOINT_GOOGLE_SPEECH_ENDPOINT', 'http://[half'],
  ])('refuses %s=%s before anything is asked', async (variable, value) => {
    const env = { ...environment(), [variable]: value }
    await expect(startTestServer({ env })).rejects.toThrow(variable)
    expect(speech.calls).toEqual([])
  })
})
