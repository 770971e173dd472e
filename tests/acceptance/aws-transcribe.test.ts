import { openAsBlob } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { searchAnswer } from '../../src/http/schemas/search.ts'
import { accepted, transcript } from '../../src/http/schemas/video.ts'
import { awsNote, canRunAws, openAwsToneScene, type AwsToneScene } from '../support/aws-tones.ts'
import { startTestServer, untilSettled, type TestServer } from '../support/test-server.ts'
import { until } from '../support/until.ts'

/** A whole server that is set to AWS Transcribe by its environment alone. */
describe.skipIf(!canRunAws)(`a server with AWS Transcribe${awsNote}`, () => {
  let scene: AwsToneScene
  let opened: AsyncDisposableStack

  beforeEach(async () => {
    opened = new AsyncDisposableStack()
    scene = opened.use(await openAwsToneScene())
  })
  afterEach(() => opened.disposeAsync())

  const environment = () => ({
    CUEPOINT_TRANSCRIBER: 'aws-transcribe',
    CUEPOINT_AWS_TRANSCRIBE_BUCKET: scene.bucket,
    CUEPOINT_S3_FORCE_PATH_STYLE: 'true',
    AWS_REGION: scene.aws.moto.region,
    AWS_ENDPOINT_URL_TRANSCRIBE: scene.aws.endpoint,
    AWS_ENDPOINT_URL_S3: scene.aws.endpoint,
  })
  const start = async (reopen?: TestServer) =>
    opened.use(
      await startTestServer({ worker: true, env: environment(), ...(reopen && { reopen }) }),
    )

  async function upload(server: TestServer): Promise<string> {
    const form = new FormData()
    form.set('title', 'Two people')
    form.set('file', await openAsBlob(scene.speech.path), 'talk.wav')
    const init = { method: 'POST', body: form }
    return (await server.askFor(accepted, 202, '/videos/upload', init)).id
  }

  const isWaitedFor = () => until(() => scene.aws.countOf('GetTranscriptionJob') > 1)

  it('makes a video searchable, with its speakers', async () => {
    const server = await start()
    const id = await upload(server)
    const { status, language } = await untilSettled(server, id)
    expect(status).toMatchObject({ status: 'ready', error: null })
    expect(language).toBe('en')
    const found = await server.askFor(transcript, 200, `/videos/${id}/transcript`)
    expect(found).toMatchObject({ engine: 'aws-transcribe', model: 'general', complete: true })
    expect(found.segments).toMatchObject([
      { text: 'hello', speaker: 'S1' },
      { text: 'world', speaker: 'S2' },
      { text: 'hello', speaker: 'S1' },
    ])
    const { results } = await server.askFor(searchAnswer, 200, '/search?q=world')
    expect(results).toHaveLength(1)
    expect(Math.abs((results[0]?.jump_to ?? 0) - 2.5)).toBeLessThan(0.7)
    expect([await scene.keys(), await scene.jobs()]).toEqual([[], []])
  })

  it('goes on with the same job after a restart in the middle', async () => {
    scene.aws.jobsEnd('never')
    const server = await start()
    const id = await upload(server)
    await isWaitedFor()
    await server.stop()
    scene.aws.jobsEnd('well')
    const again = await start(server)
    expect((await untilSettled(again, id)).status).toMatchObject({ status: 'ready' })
    expect(scene.aws.countOf('StartTranscriptionJob')).toBe(1)
  })

  it('removes the audio when the video is deleted in the middle', async () => {
    scene.aws.jobsEnd('never')
    const server = await start()
    const id = await upload(server)
    await isWaitedFor()
    expect(await scene.keys()).not.toEqual([])
    expect((await server.ask(`/videos/${id}`, { method: 'DELETE' })).status).toBe(204)
    await until(async () => (await scene.keys()).length === 0)
  })

  it('says in the status what a person has to mend, and goes on by itself', async () => {
    const server = await start()
    const refused = { status: 400, name: 'AccessDeniedException' }
    scene.aws.failNext('StartTranscriptionJob', refused)
    const id = await upload(server)
    const { status } = await untilSettled(server, id)
    expect(status.waiting).toMatchObject({
      code: 'transcriber-refused',
      remedy: expect.stringContaining('transcribe:StartTranscriptionJob') as unknown,
    })
    const uploads = scene.aws.countOf('PutObject')
    await until(() => scene.aws.countOf('StartTranscriptionJob') > 1)
    expect(scene.aws.countOf('PutObject')).toBe(uploads)
  })

  it('does not start with a bucket that does not exist, and says which setting it is', async () => {
    const env = { ...environment(), CUEPOINT_AWS_TRANSCRIBE_BUCKET: 'nowhere' }
    await expect(startTestServer({ env })).rejects.toMatchObject({
      code: 'transcriber-not-found',
      message: expect.stringContaining('"nowhere"') as unknown,
      remedy: expect.stringContaining('CUEPOINT_AWS_TRANSCRIBE_BUCKET') as unknown,
    })
  })

  it('starts while the service does not answer', async () => {
    const env = { ...environment(), AWS_ENDPOINT_URL_TRANSCRIBE: 'http://127.0.0.1:1' }
    await using server = await startTestServer({ env })
    expect((await server.ask('/health')).status).toBe(200)
  })

  it.each([
    ['CUEPOINT_AWS_TRANSCRIBE_BUCKET', 's3://bucket/folder'],
    ['AWS_ENDPOINT_URL_TRANSCRIBE', 'nowhere'],
  ])('refuses %s=%s before anything is asked', async (variable, value) => {
    const env = { ...environment(), [variable]: value }
    await expect(startTestServer({ env })).rejects.toThrow(variable)
    expect(scene.aws.requests).toEqual([])
  })
})
