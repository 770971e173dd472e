import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { googleRequest, openGoogleScene, type GoogleScene } from '../support/google-scene.ts'
import { ffmpegNote, hasFfmpeg, makeSound } from '../support/media.ts'
import { toneOf } from '../support/tone-model.ts'

describe.skipIf(!hasFfmpeg)(`faults of Google Speech-to-Text${ffmpegNote}`, () => {
  let folder: string
  let scene: GoogleScene
  const talk = () => ({ path: join(folder, 'talk.wav'), durationSeconds: 3 })
  const transcribe = (request = googleRequest(talk()), transcriber = scene.open()) =>
    Array.fromAsync(transcriber.transcribe(request, new AbortController().signal))

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    const tones = [{ startSeconds: 1, endSeconds: 1.5, hertz: toneOf.hello }]
    await makeSound(talk().path, { seconds: 3, tones })
  })
  afterAll(() => rm(folder, { recursive: true }))

  beforeEach(async () => {
    scene = await openGoogleScene()
  })
  afterEach(async () => {
    await scene[Symbol.asyncDispose]()
  })

  it.each([
    ['UNAUTHENTICATED', 'transcriber-refused', 'when-available', 'GOOGLE_APPLICATION_CREDENTIALS'],
    ['PERMISSION_DENIED', 'transcriber-refused', 'when-available', 'roles/speech.client'],
    ['NOT_FOUND', 'transcriber-not-found', 'when-available', 'CUEPOINT_GOOGLE_LOCATION'],
    ['INVALID_ARGUMENT', 'transcriber-rejected', 'never', 'CUEPOINT_GOOGLE_MODEL'],
    ['RESOURCE_EXHAUSTED', 'transcriber-quota', 'when-available', 'by itself'],
  ] as const)(
    'a start that is refused with %s says what to do',
    async (status, code, retryable, remedy) => {
      scene.speech.failNext({
        method: 'BatchRecognize',
        status,
        message: 'the reason of the service',
      })
      const request = googleRequest(talk())
      await expect(transcribe(request)).rejects.toMatchObject({
        code,
        retryable,
        message: expect.stringContaining('the reason of the service') as unknown,
        remedy: expect.stringContaining(remedy) as unknown,
      })
      expect(scene.speech.batches).toHaveLength(0)
      // Nothing was started, so that the next run starts it, with the audio that is there.
      const uploads = () => scene.storage.requests.filter((each) => each.startsWith('PUT')).length
      const before = uploads()
      expect(await transcribe(request)).toHaveLength(1)
      expect(scene.speech.batches).toHaveLength(1)
      expect(uploads()).toBe(before)
    },
  )

  it.each([
    ['UNAVAILABLE', 'transcriber-unreachable', 'when-available'],
    ['DEADLINE_EXCEEDED', 'transcriber-unreachable', 'when-available'],
    ['INTERNAL', 'transcriber-failed', 'soon'],
  ] as const)('%s while it is waited for keeps the batch', async (status, code, retryable) => {
    scene.speech.failNext({ method: 'GetOperation', status })
    const request = googleRequest(talk())
    await expect(transcribe(request)).rejects.toMatchObject({ code, retryable })
    expect(await transcribe(request)).toHaveLength(1)
    expect(scene.speech.batches).toHaveLength(1)
  })

  it('sends nothing to the bucket while the service does not answer', async () => {
    scene.speech.failNext({ method: 'ListRecognizers', status: 'UNAVAILABLE' })
    await expect(transcribe()).rejects.toMatchObject({ code: 'transcriber-unreachable' })
    expect(scene.storage.keys()).toEqual([])
  })

  it('says so when nobody listens at the endpoint', async () => {
    await scene.speech[Symbol.asyncDispose]()
    await expect(transcribe()).rejects.toMatchObject({
      code: 'transcriber-unreachable',
      retryable: 'when-available',
      remedy: expect.stringContaining('CUEPOINT_GOOGLE_SPEECH_ENDPOINT') as unknown,
    })
  })

  it.each([
    [401, 'transcriber-refused', 'GOOGLE_APPLICATION_CREDENTIALS'],
    [403, 'transcriber-refused', 'roles/storage.objectAdmin'],
    [404, 'transcriber-not-found', 'CUEPOINT_GOOGLE_BUCKET'],
    [429, 'transcriber-quota', 'by itself'],
    [503, 'transcriber-unreachable', 'by itself'],
  ])(
    'an upload that is answered with %d waits and says what to do',
    async (status, code, remedy) => {
      const answer = { status, message: 'the reason of the bucket' }
      scene.storage.failNext({ method: 'POST', path: '/upload', answer, times: 20 })
      await expect(transcribe()).rejects.toMatchObject({
        code,
        retryable: 'when-available',
        message: expect.stringContaining('the reason of the bucket') as unknown,
        remedy: expect.stringContaining(remedy) as unknown,
      })
      expect(scene.speech.batches).toHaveLength(0)
    },
  )

  it('gets over a passing fault of the bucket by itself', async () => {
    scene.storage.failNext({ method: 'PUT', answer: { status: 503 } })
    expect(await transcribe()).toHaveLength(1)
  })

  it('gets over a connection that is cut in the middle of an upload', async () => {
    scene.storage.failNext({ method: 'PUT', answer: 'cut' })
    expect(await transcribe()).toHaveLength(1)
  })

  it.each([
    ['GET', '/storage'],
    ['POST', '/upload'],
    ['PUT', '/upload'],
  ])(
    'waits no longer than it should for a bucket that never answers a %s',
    async (method, path) => {
      scene.storage.failNext({ method, path, answer: 'hang', times: 20 })
      const work = transcribe(googleRequest(talk()), scene.open({ patienceMs: 1500 }))
      await expect(work).rejects.toMatchObject({
        code: 'transcriber-unreachable',
        retryable: 'when-available',
        message: expect.stringContaining('did not answer in time') as unknown,
      })
      expect(scene.speech.batches).toHaveLength(0)
    },
  )

  it('a bucket that is gone when the result is read waits, and the batch is not started again', async () => {
    const request = googleRequest(talk())
    const answer = { status: 403 }
    const path = '/storage/v1/b/cuepoint-test/o/cuepoint-speech%2F' + request.requestKey
    // The first look is whether the audio is there already.
    scene.speech.behaviour.polls = 1
    const transcriber = scene.open({
      sleep: () => {
        scene.storage.failNext({ method: 'GET', path, answer })
        return Promise.resolve()
      },
    })
    await expect(transcribe(request, transcriber)).rejects.toMatchObject({
      code: 'transcriber-refused',
    })
    expect(await transcribe(request)).toHaveLength(1)
    expect(scene.speech.batches).toHaveLength(1)
  })

  it.each(['fileError', 'operationError'] as const)(
    'a batch that ends with a %s is started anew by the next run',
    async (kind) => {
      scene.speech.behaviour[kind] = { code: 3, message: 'Audio has no samples' }
      const request = googleRequest(talk())
      await expect(transcribe(request)).rejects.toMatchObject({
        code: 'transcriber-rejected',
        message: expect.stringContaining('Audio has no samples') as unknown,
      })
      scene.speech.behaviour[kind] = null
      expect(await transcribe(request)).toHaveLength(1)
      expect(
        scene.speech.batches.map((each) =>
          each.recognitionOutputConfig.gcsOutputConfig.uri.slice(-8),
        ),
      ).toEqual(['0.000-1/', '0.000-2/'])
    },
  )

  it('a file that the service may not read names the role', async () => {
    scene.speech.behaviour.fileError = { code: 7, message: 'Permission denied on the object' }
    await expect(transcribe()).rejects.toMatchObject({
      code: 'transcriber-refused',
      remedy: expect.stringContaining('roles/storage.objectAdmin') as unknown,
    })
  })

  it.each([
    ['another service', { jobName: 'x', results: { transcripts: [] } }],
    ['an error page', '<html>Sorry</html>'],
    ['words without a text', { results: [{ alternatives: [{ words: [{ startOffset: '1s' }] }] }] }],
    [
      'times that are no durations',
      { results: [{ alternatives: [{ words: [{ word: 'a', startOffset: 'soon' }] }] }] },
    ],
    ['an unknown object', { error: 'no' }],
  ])('a transcript of another schema (%s) is refused, and kept', async (_name, transcript) => {
    scene.speech.behaviour.transcript = transcript
    const request = googleRequest(talk())
    await expect(transcribe(request)).rejects.toMatchObject({
      code: 'transcriber-answer',
      retryable: 'never',
    })
    await expect(transcribe(request)).rejects.toMatchObject({ code: 'transcriber-answer' })
    expect(scene.speech.batches).toHaveLength(1)
  })

  it('cancels an operation that never ends, after a day that no clock is read for', async () => {
    scene.speech.behaviour.polls = Infinity
    let sleptSeconds = 0
    const transcriber = scene.open({
      sleep: (milliseconds) => {
        sleptSeconds += milliseconds / 1000
        return Promise.resolve()
      },
    })
    // A clock that jumps changes nothing.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-01-01') })
    try {
      const request = googleRequest(talk())
      await expect(transcribe(request, transcriber)).rejects.toMatchObject({
        code: 'transcription-timeout',
        retryable: 'never',
      })
    } finally {
      vi.useRealTimers()
    }
    expect(sleptSeconds).toBeGreaterThan(24 * 3600)
    expect(sleptSeconds).toBeLessThan(24 * 3600 + 120)
    expect(scene.speech.cancelled).toHaveLength(1)
    expect(scene.speech.calls.length).toBeLessThan(1500)
  })
})
