import { readFileSync } from 'node:fs'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { collect, segmentsOf } from '../contracts/transcriber.ts'
import type { AwsFault } from '../support/aws-faults.ts'
import { awsRequest } from '../support/aws-scene.ts'
import { awsNote, canRunAws, openAwsToneScene, type AwsToneScene } from '../support/aws-tones.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

/** As often as a request is sent in all. */
const again = (fault: AwsFault): AwsFault[] => [fault, fault, fault, fault]
const answering = (status: number, name: string): AwsFault => ({ status, name })
type Case = [operation: string, fault: AwsFault, code: string]
const page: AwsFault = { status: 200, name: '', body: '<html>Welcome to the proxy</html>' }

describe.skipIf(!canRunAws)(`AWS Transcribe when something is wrong${awsNote}`, () => {
  let scene: AwsToneScene

  beforeAll(async () => {
    scene = await openAwsToneScene()
  })
  afterEach(() => scene.aws.healAll())
  afterAll(() => scene[Symbol.asyncDispose]())

  const transcribe = () => collect(scene.open({ silenceMs: 300 }), awsRequest(scene.speech))

  it.each([
    ['PutObject', answering(403, 'AccessDenied'), 'transcriber-refused', 's3:PutObject'],
    ['PutObject', answering(403, 'InvalidAccessKeyId'), 'transcriber-refused', 'AWS_PROFILE'],
    ['PutObject', answering(400, 'ExpiredToken'), 'transcriber-refused', 'AWS_PROFILE'],
    ['PutObject', answering(404, 'NoSuchBucket'), 'transcriber-not-found', '_BUCKET'],
    ['PutObject', answering(301, 'PermanentRedirect'), 'transcriber-region', 'AWS_REGION'],
    ['GetObject', answering(403, 'AccessDenied'), 'transcriber-refused', 's3:GetObject'],
    [
      'StartTranscriptionJob',
      answering(400, 'AccessDeniedException'),
      'transcriber-refused',
      'transcribe:StartTranscriptionJob',
    ],
    [
      'GetTranscriptionJob',
      answering(400, 'UnrecognizedClientException'),
      'transcriber-refused',
      'AWS_ACCESS_KEY_ID',
    ],
    [
      'GetTranscriptionJob',
      answering(403, 'InvalidSignatureException'),
      'transcriber-refused',
      'AWS_ACCESS_KEY_ID',
    ],
  ])('waits for a person after %s is answered with %j', async (operation, fault, code, remedy) => {
    scene.aws.failNext(operation, ...again(fault))
    await expect(transcribe()).rejects.toMatchObject({
      code,
      retryable: 'when-available',
      remedy: expect.stringContaining(remedy) as unknown,
    })
  })

  it.each([
    ['PutObject', answering(503, 'SlowDown'), 'transcriber-busy'],
    ['PutObject', answering(500, 'InternalError'), 'transcriber-unreachable'],
    ['PutObject', 'silence', 'transcriber-unreachable'],
    ['GetObject', answering(500, 'InternalError'), 'transcriber-unreachable'],
    ['GetObject', 'silence', 'transcriber-unreachable'],
    ['StartTranscriptionJob', answering(400, 'LimitExceededException'), 'transcriber-busy'],
    ['StartTranscriptionJob', answering(429, 'TooManyRequests'), 'transcriber-busy'],
    ['StartTranscriptionJob', answering(500, 'InternalFailure'), 'transcriber-unreachable'],
    ['StartTranscriptionJob', 'silence', 'transcriber-unreachable'],
    ['GetTranscriptionJob', answering(503, 'Unavailable'), 'transcriber-unreachable'],
    ['GetTranscriptionJob', 'cut', 'transcriber-unreachable'],
  ] satisfies Case[])(
    'waits for the service after %s is answered with %j',
    async (operation, fault, code) => {
      scene.aws.failNext(operation, ...again(fault))
      await expect(transcribe()).rejects.toMatchObject({
        name: 'UnreachableError',
        code,
        retryable: 'when-available',
        remedy: expect.any(String) as unknown,
      })
    },
  )

  it.each([
    ['StartTranscriptionJob', answering(400, 'BadRequestException'), 'transcriber-rejected'],
    ['StartTranscriptionJob', page, 'transcriber-answer'],
    ['GetTranscriptionJob', page, 'transcriber-answer'],
  ])('fails when %s is answered with %j', async (operation, fault, code) => {
    scene.aws.failNext(operation, ...again(fault))
    await expect(transcribe()).rejects.toMatchObject({ code, retryable: 'never' })
  })

  it.each([
    ['PutObject', 'cut'],
    ['PutObject', 'lost'],
    ['PutObject', answering(500, 'InternalError')],
    ['GetObject', 'cut-short'],
    ['GetObject', answering(503, 'SlowDown')],
    ['StartTranscriptionJob', 'cut'],
    ['StartTranscriptionJob', answering(400, 'LimitExceededException')],
    ['GetTranscriptionJob', 'silence'],
  ] satisfies [string, AwsFault][])('gets over a fault of %s: %j', async (operation, fault) => {
    scene.aws.failNext(operation, fault)
    const request = awsRequest(scene.speech)
    const pieces = await collect(scene.open({ silenceMs: 300 }), request)
    expect(segmentsOf(pieces)).toHaveLength(3)
    expect(await scene.keys()).not.toContainEqual(expect.stringContaining(request.requestKey))
  })

  it('asks later when it asks too often', async () => {
    const tooOften = answering(400, 'ThrottlingException')
    scene.aws.failNext('GetTranscriptionJob', ...again(tooOften))
    expect(segmentsOf(await transcribe())).toHaveLength(3)
  })

  it('keeps a transcript though the bucket cannot be tidied up', async () => {
    scene.aws.failNext('DeleteObject', answering(403, 'AccessDenied'))
    expect(segmentsOf(await transcribe())).toHaveLength(3)
    for (const key of await scene.keys()) await scene.remove(key)
  })

  it.each([
    ['The media format provided does not match the detected media format.', 'unsupported-media'],
    ['Invalid sample rate for audio file.', 'unsupported-media'],
    [
      "The S3 object could not be accessed: the caller's permission is missing.",
      'transcriber-refused',
    ],
    ['Internal failure.', 'transcriber-job-failed'],
  ])('says why a job has failed: %s', async (failureReason, code) => {
    scene.aws.jobsEnd({ failureReason })
    const request = awsRequest(scene.speech)
    await expect(collect(scene.open(), request)).rejects.toMatchObject({
      code,
      retryable: 'never',
      message: expect.stringContaining(failureReason) as unknown,
    })
    expect(await scene.keys()).not.toContainEqual(expect.stringContaining(request.requestKey))
    scene.aws.healAll()
    expect(segmentsOf(await collect(scene.open(), request))).toHaveLength(3)
  })

  it.each(['<html>', '{}', '{"results":{"items":[{"type":"pronunciation"}]}}'])(
    'refuses a result that is %s, and leaves it for a Cuepoint that can read it',
    async (result) => {
      scene.aws.jobsEnd({ result })
      const request = awsRequest(scene.speech)
      await expect(collect(scene.open(), request)).rejects.toMatchObject({
        code: 'transcriber-answer',
        retryable: 'never',
      })
      const before = scene.aws.countOf('StartTranscriptionJob')
      scene.aws.healAll()
      expect(segmentsOf(await collect(scene.open(), request))).toHaveLength(3)
      expect(scene.aws.countOf('StartTranscriptionJob')).toBe(before)
    },
  )

  const calls = sharedPath('samples/aws-transcribe/aws-samples-CALL-ANALYTICS-example-call.json')

  it.skipIf(calls === null)(`names the output of Call Analytics${skipNote(calls)}`, async () => {
    scene.aws.jobsEnd({ result: readFileSync(calls ?? '', 'utf8') })
    await expect(transcribe()).rejects.toThrow('Call Analytics')
  })

  it('says that the result of a job is not where it belongs', async () => {
    scene.aws.jobsEnd('without result')
    await expect(transcribe()).rejects.toMatchObject({ code: 'transcriber-result-missing' })
  })
})
