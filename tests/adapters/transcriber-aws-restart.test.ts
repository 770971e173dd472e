import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TranscriptionRequest } from '../../src/ports/transcriber.ts'
import { collect, segmentsOf } from '../contracts/transcriber.ts'
import { awsRequest, createJsonMemory, type JsonMemory } from '../support/aws-scene.ts'
import { awsNote, canRunAws, openAwsToneScene, type AwsToneScene } from '../support/aws-tones.ts'

const stopped = new Error('the process was stopped')

describe.skipIf(!canRunAws)(`AWS Transcribe across restarts${awsNote}`, () => {
  let scene: AwsToneScene

  beforeEach(async () => {
    scene = await openAwsToneScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  const texts = async (request: TranscriptionRequest) => {
    const pieces = await collect(scene.open(), request)
    return segmentsOf(pieces).map(({ text }) => text)
  }

  /** A run that is stopped as soon as that step is remembered. */
  const stopAfter = async (
    step: string,
    meanwhile: (memory: JsonMemory) => void = () => undefined,
  ) => {
    const stopping = new AbortController()
    const memory = createJsonMemory()
    memory.onStep(step, () => {
      meanwhile(memory)
      stopping.abort(stopped)
    })
    const request = awsRequest(scene.speech, { memory })
    const transcriber = scene.open()
    await expect(collect(transcriber, request, stopping.signal)).rejects.toBe(stopped)
    await transcriber[Symbol.asyncDispose]()
    return { memory, request }
  }

  it.each([
    ['begun', { PutObject: 1, StartTranscriptionJob: 1 }],
    ['uploaded', { PutObject: 1, StartTranscriptionJob: 1 }],
    ['started', { PutObject: 1, StartTranscriptionJob: 1 }],
  ])('goes on after the step "%s", and asks for nothing twice', async (step, counts) => {
    const { request } = await stopAfter(step)
    expect(await texts(request)).toEqual(['hello', 'world', 'hello'])
    for (const [operation, count] of Object.entries(counts))
      expect(scene.aws.countOf(operation)).toBe(count)
    expect(await scene.keys()).toEqual([])
    expect(await scene.jobs()).toEqual([])
  })

  it('adopts the job of a run that was forgotten', async () => {
    const { request, memory } = await stopAfter('started')
    memory.lose()
    expect(await texts(request)).toEqual(['hello', 'world', 'hello'])
    expect(scene.aws.countOf('StartTranscriptionJob')).toBe(2)
    expect(scene.aws.startedJobs()).toHaveLength(1)
  })

  it('adopts the job when the answer to its start was lost', async () => {
    scene.aws.failNext('StartTranscriptionJob', 'lost')
    expect(await texts(awsRequest(scene.speech))).toEqual(['hello', 'world', 'hello'])
    expect(scene.aws.countOf('StartTranscriptionJob')).toBe(2)
    expect(scene.aws.startedJobs()).toHaveLength(1)
  })

  it('reads the result where the job wrote it, though the setting has another bucket now', async () => {
    const { request } = await stopAfter('started')
    const bucket = await scene.aws.moto.createBucket()
    const pieces = await collect(scene.open({ bucket }), request)
    expect(segmentsOf(pieces)).toHaveLength(3)
    expect(scene.aws.startedJobs()).toHaveLength(1)
  })

  it('takes up the audio anew when it has been removed from the bucket', async () => {
    const { request } = await stopAfter('uploaded')
    for (const Key of await scene.keys()) await scene.remove(Key)
    expect(await texts(request)).toEqual(['hello', 'world', 'hello'])
    expect(scene.aws.countOf('PutObject')).toBe(2)
  })

  it('tidies up after a run that ended when its last piece was saved', async () => {
    const request = awsRequest(scene.speech)
    for await (const piece of scene.open().transcribe(request, new AbortController().signal)) {
      expect(piece.untilSeconds).toBe(6)
      break
    }
    expect(await scene.keys()).toHaveLength(2)
    const rest = await collect(scene.open(), {
      ...request,
      resumeAtSeconds: 6,
      resumeLanguage: 'en',
    })
    expect(rest).toEqual([{ untilSeconds: 6, segments: [], language: 'en' }])
    expect(await scene.keys()).toEqual([])
    expect(await scene.jobs()).toEqual([])
    expect(scene.aws.startedJobs()).toHaveLength(1)
  })

  it.each(['begun', 'uploaded', 'started'])(
    'removes everything when the video is deleted after the step "%s"',
    async (step) => {
      await stopAfter(step, (memory) => memory.deleteVideo())
      expect(await scene.keys()).toEqual([])
    },
  )

  it('removes everything when the video turns out to be gone at the next step', async () => {
    const memory = createJsonMemory()
    memory.onStep('uploaded', () => memory.deleteVideo())
    const run = collect(scene.open(), awsRequest(scene.speech, { memory }))
    await expect(run).rejects.toMatchObject({ code: 'conflict' })
    expect(await scene.keys()).toEqual([])
  })

  it('leaves everything in place when the process is stopped', async () => {
    await stopAfter('started')
    expect(await scene.keys()).toHaveLength(1)
    expect(await scene.jobs()).toHaveLength(1)
  })
})
