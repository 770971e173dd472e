import { PutObjectCommand } from '@aws-sdk/client-s3'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { collect, segmentsOf } from '../contracts/transcriber.ts'
import { awsRequest } from '../support/aws-scene.ts'
import { awsNote, canRunAws, openAwsToneScene, type AwsToneScene } from '../support/aws-tones.ts'
import { until } from '../support/until.ts'

const day = 24 * 3600 * 1000

describe.skipIf(!canRunAws)(`AWS Transcribe as a transcriber of tones${awsNote}`, () => {
  let scene: AwsToneScene

  beforeEach(async () => {
    scene = await openAwsToneScene()
  })
  afterEach(async () => {
    vi.useRealTimers()
    await scene[Symbol.asyncDispose]()
  })

  const orders = () =>
    scene.aws.requests.filter(({ operation }) => operation === 'StartTranscriptionJob')

  it('gives one piece with speakers, and the time of every word', async () => {
    const pieces = await collect(scene.open(), awsRequest(scene.speech))
    expect(pieces.map(({ untilSeconds, language }) => [untilSeconds, language])).toEqual([
      [6, 'en'],
    ])
    const segments = segmentsOf(pieces)
    expect(segments.map(({ speaker, text }) => [speaker, text])).toEqual([
      ['S1', 'hello'],
      ['S2', 'world'],
      ['S1', 'hello'],
    ])
    for (const [index, start] of [1, 2.5, 4.5].entries())
      expect(segments[index]?.words?.[0]?.start).toBeCloseTo(start, 1)
  })

  it('leaves neither audio nor result nor job behind', async () => {
    await collect(scene.open({ partSeconds: 3 }), awsRequest(scene.speech))
    expect(await scene.keys()).toEqual([])
    expect(await scene.jobs()).toEqual([])
  })

  it('sends lossless audio to the bucket, and has the result written beside it', async () => {
    const request = awsRequest(scene.speech)
    await collect(scene.open(), request)
    const folder = `cuepoint-transcribe/${request.requestKey}`
    expect(orders()).toMatchObject([
      {
        input: {
          TranscriptionJobName: `cuepoint-${request.requestKey}-0-0`,
          Media: { MediaFileUri: `s3://${scene.bucket}/${folder}/0-0.flac` },
          MediaFormat: 'flac',
          OutputBucketName: scene.bucket,
          OutputKey: `${folder}/0-0.json`,
        },
      },
    ])
  })

  it.each([2, 10])('has at most %i speakers told apart', async (maxSpeakers) => {
    await collect(scene.open({ maxSpeakers }), awsRequest(scene.speech))
    const settings = { ShowSpeakerLabels: true, MaxSpeakerLabels: maxSpeakers }
    expect(orders()[0]?.input).toHaveProperty('Settings', settings)
  })

  it.each([0, 1])('has none told apart where at most %i are', async (maxSpeakers) => {
    const pieces = await collect(scene.open({ maxSpeakers }), awsRequest(scene.speech))
    expect(orders()[0]?.input).not.toHaveProperty('Settings')
    expect(segmentsOf(pieces).map(({ speaker }) => speaker)).toEqual(Array(3).fill(undefined))
  })

  it.each([
    ['en', 'en-US'],
    ['pt', 'pt-BR'],
    ['nb', 'no-NO'],
    ['zh-TW', 'zh-CN'],
  ])('asks for the language %s as %s', async (language, code) => {
    await collect(scene.open(), awsRequest(scene.speech, { language }))
    expect(orders()[0]?.input).toHaveProperty('LanguageCode', code)
    expect(orders()[0]?.input).not.toHaveProperty('IdentifyLanguage')
  })

  it('names the language that the service does not have, and sends nothing', async () => {
    const request = awsRequest(scene.speech, { language: 'tlh' })
    await expect(collect(scene.open(), request)).rejects.toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('"tlh"') as unknown,
    })
    expect(scene.aws.requests).toEqual([])
  })

  it('cuts what is longer than the service takes, identifies the language once, and mixes up no speakers', async () => {
    const pieces = await collect(scene.open({ partSeconds: 3 }), awsRequest(scene.speech))
    expect(pieces.map(({ untilSeconds }) => untilSeconds)).toEqual([3, 6])
    expect(segmentsOf(pieces).map(({ speaker }) => speaker)).toEqual(['S1', 'S2', 'S11'])
    expect(orders()).toMatchObject([
      { input: { IdentifyLanguage: true } },
      { input: { LanguageCode: 'en-US' } },
    ])
  })

  it('hears nothing in less than half a second, which the service does not take', async () => {
    const request = awsRequest({ ...scene.speech, durationSeconds: 0.4 })
    expect(await collect(scene.open(), request)).toEqual([
      { untilSeconds: 0.4, segments: [], language: null },
    ])
    expect(orders()).toEqual([])
  })

  it('says what was heard too little of to identify the language', async () => {
    const request = awsRequest({ ...scene.speech, durationSeconds: 0.9 })
    const [piece] = await collect(scene.open(), request)
    expect(piece).toMatchObject({
      untilSeconds: 0.9,
      segments: [],
      dropped: { start: 0, end: 0.9, reason: expect.stringContaining('language') as unknown },
    })
    expect(await scene.keys()).toEqual([])
  })

  it('gives a job up that never ends, and starts another one at the next try', async () => {
    scene.aws.jobsEnd('never')
    const request = awsRequest(scene.speech)
    await expect(collect(scene.open(), request)).rejects.toMatchObject({
      code: 'transcriber-never-ends',
      retryable: 'never',
    })
    expect(await scene.keys()).toEqual([])
    scene.aws.jobsEnd('well')
    expect(segmentsOf(await collect(scene.open(), request))).toHaveLength(3)
    expect(scene.aws.startedJobs().map((name) => name.slice(-3))).toEqual(['0-0', '0-1'])
  })

  it('gives up a job that has run for too long before this program was started', async () => {
    scene.aws.jobsEnd('never')
    scene.aws.clockIsAhead(day)
    const waited: number[] = []
    const clock = { nowMs: () => 0, sleep: (ms: number) => Promise.resolve(void waited.push(ms)) }
    await expect(collect(scene.open({ clock }), awsRequest(scene.speech))).rejects.toMatchObject({
      code: 'transcriber-never-ends',
    })
    expect(waited.length).toBeLessThan(5)
  })

  it('asks less and less often, and after a minute at last', async () => {
    scene.aws.jobsEnd('never')
    const waited: number[] = []
    const clock = {
      nowMs: () => waited.reduce((sum, ms) => sum + ms, 0),
      sleep: (ms: number) => Promise.resolve(void waited.push(ms)),
    }
    await expect(collect(scene.open({ clock }), awsRequest(scene.speech))).rejects.toThrow()
    expect(waited.slice(0, 3)).toEqual([2000, 3000, 4500])
    expect(Math.max(...waited)).toBe(60_000)
  })

  it('is not confused by a clock of this machine that jumps', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 300 * day })
    const write = { Bucket: scene.bucket, Key: 'cuepoint-transcribe/another/0-0.flac', Body: 'new' }
    await scene.aws.moto.client.send(new PutObjectCommand(write))
    scene.aws.clockIsAhead(-300 * day)
    expect(segmentsOf(await collect(scene.open(), awsRequest(scene.speech)))).toHaveLength(3)
    expect(await scene.keys()).toEqual([write.Key])
  })

  it('sweeps what was left over a week ago, and nothing else', async () => {
    const put = (Key: string) =>
      scene.aws.moto.client.send(new PutObjectCommand({ Bucket: scene.bucket, Key, Body: 'old' }))
    await put('cuepoint-transcribe/gone/0-0.flac')
    await put('cuepoint-transcribe/gone/0-0.json')
    await put('of-others/talk.flac')
    scene.aws.clockIsAhead(6 * day)
    const nothing = awsRequest({ ...scene.speech, durationSeconds: 0 })
    const early = scene.open()
    await collect(early, nothing)
    await early[Symbol.asyncDispose]()
    expect(await scene.keys()).toHaveLength(3)
    scene.aws.clockIsAhead(8 * day)
    await collect(scene.open(), nothing)
    await until(async () => (await scene.keys()).length === 1)
    expect(await scene.keys()).toEqual(['of-others/talk.flac'])
  })
})
