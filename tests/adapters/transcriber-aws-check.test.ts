import { CreateBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { awsNote, canRunAws, openAwsToneScene, type AwsToneScene } from '../support/aws-tones.ts'

describe.skipIf(!canRunAws)(`the check of AWS Transcribe${awsNote}`, () => {
  let scene: AwsToneScene

  beforeAll(async () => {
    scene = await openAwsToneScene()
  })
  afterEach(() => {
    vi.unstubAllEnvs()
    scene.aws.healAll()
  })
  afterAll(() => scene[Symbol.asyncDispose]())

  const mend = (code: string, ...remedies: string[]) => ({
    code,
    retryable: 'when-available',
    remedy: expect.stringMatching(new RegExp(remedies.join('.*'), 's')) as unknown,
  })

  it('is content with a bucket and keys that may do everything, and leaves nothing there', async () => {
    await scene.open().check()
    expect(await scene.keys()).toEqual([])
    expect(scene.aws.countOf('StartTranscriptionJob')).toBe(0)
  })

  it('names a bucket that is not there', async () => {
    const check = scene.open({ bucket: 'no-such-bucket' }).check()
    await expect(check).rejects.toMatchObject(
      mend('transcriber-not-found', 'CUEPOINT_AWS_TRANSCRIBE_BUCKET'),
    )
    await expect(check).rejects.toThrow('"no-such-bucket"')
  })

  it('names the region of a bucket in another one', async () => {
    const bucket = 'talks-in-ireland'
    await scene.aws.moto.client.send(
      new CreateBucketCommand({
        Bucket: bucket,
        CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
      }),
    )
    await expect(scene.open({ bucket }).check()).rejects.toMatchObject(
      mend('transcriber-region', 'AWS_REGION to eu-west-1', 'CUEPOINT_AWS_TRANSCRIBE_BUCKET'),
    )
  })

  it('says that there is no region', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    vi.stubEnv('AWS_DEFAULT_REGION', undefined)
    await expect(scene.open({ region: null }).check()).rejects.toMatchObject(
      mend('transcriber-region', 'AWS_REGION'),
    )
  })

  it('says that there are no keys', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    await expect(scene.open().check()).rejects.toMatchObject(
      mend('transcriber-refused', 'AWS_ACCESS_KEY_ID', 'AWS_PROFILE'),
    )
  })

  it.each([
    ['ListObjectsV2', 403, 'AccessDenied', 's3:ListBucket'],
    ['PutObject', 403, 'AccessDenied', 's3:PutObject'],
    ['GetObject', 403, 'AccessDenied', 's3:GetObject'],
    ['DeleteObject', 403, 'AccessDenied', 's3:DeleteObject'],
    ['ListTranscriptionJobs', 400, 'AccessDeniedException', 'transcribe:ListTranscriptionJobs'],
    ['GetTranscriptionJob', 400, 'AccessDeniedException', 'transcribe:GetTranscriptionJob'],
  ])(
    'names the right that is missing when %s is answered %i',
    async (operation, status, name, action) => {
      scene.aws.failNext(operation, { status, name })
      await expect(scene.open().check()).rejects.toMatchObject(mend('transcriber-refused', action))
    },
  )

  it.each(['ListObjectsV2', 'ListTranscriptionJobs'])(
    'takes silence of %s for a service that does not answer',
    async (operation) => {
      scene.aws.failNext(operation, 'silence', 'silence', 'silence', 'silence')
      await expect(scene.open({ silenceMs: 200 }).check()).rejects.toMatchObject({
        name: 'UnreachableError',
        code: 'transcriber-unreachable',
      })
    },
  )

  it('says which service cannot be reached', async () => {
    const transcriber = scene.open({ transcribeEndpoint: 'http://127.0.0.1:1' })
    await expect(transcriber.check()).rejects.toMatchObject({
      name: 'UnreachableError',
      message: expect.stringContaining('AWS Transcribe does not answer') as unknown,
    })
  })

  it('ends at once when it is not wanted any more', async () => {
    const reason = new Error('nobody waits')
    await expect(scene.open().check(AbortSignal.abort(reason))).rejects.toBe(reason)
  })
})
