import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { TranscriptionRequest } from '../../src/ports/transcriber.ts'
import { googleRequest, openGoogleScene, type GoogleScene } from '../support/google-scene.ts'
import { ffmpegNote, hasFfmpeg, makeSound } from '../support/media.ts'
import { toneOf } from '../support/tone-model.ts'
import { until } from '../support/until.ts'

describe.skipIf(!hasFfmpeg)(`restarts with Google Speech-to-Text${ffmpegNote}`, () => {
  let folder: string
  let scene: GoogleScene
  const reason = new Error('the program stops')
  const request = () => googleRequest({ path: join(folder, 'talk.wav'), durationSeconds: 12 })
  /** Each run is a program of its own. */
  const run = (asked: TranscriptionRequest, signal = new AbortController().signal) =>
    Array.fromAsync(scene.open({ partSeconds: 8 }).transcribe(asked, signal))
  /** Stops in the middle of the first wait. */
  const runUntilWaiting = async (
    asked: TranscriptionRequest,
    before: () => void = () => undefined,
  ) => {
    const controller = new AbortController()
    scene.speech.behaviour.polls = Infinity
    const transcriber = scene.open({
      partSeconds: 8,
      sleep: (_milliseconds, signal) => {
        before()
        controller.abort(reason)
        signal.throwIfAborted()
        return Promise.resolve()
      },
    })
    const work = Array.fromAsync(transcriber.transcribe(asked, controller.signal))
    await expect(work).rejects.toBe(reason)
    scene.speech.behaviour.polls = 0
  }
  const isStarted = (value: object | null) =>
    z.object({ state: z.literal('started') }).safeParse(value).success

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    await makeSound(join(folder, 'talk.wav'), {
      seconds: 12,
      tones: [
        { startSeconds: 1, endSeconds: 1.5, hertz: toneOf.hello },
        { startSeconds: 9, endSeconds: 9.5, hertz: toneOf.world },
      ],
    })
  })
  afterAll(() => rm(folder, { recursive: true }))

  beforeEach(async () => {
    scene = await openGoogleScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  it('goes on with the operation of the run before', async () => {
    const whole = await run(request())
    const asked = request()
    await runUntilWaiting(asked)
    expect(await run(asked)).toEqual(whole)
    // Two parts, twice.
    expect(scene.speech.batches).toHaveLength(4)
    expect(scene.storage.keys()).toEqual([])
  })

  it('goes on when the program closes without an abort of the work', async () => {
    const asked = request()
    scene.speech.behaviour.polls = Infinity
    const transcriber = scene.open({ partSeconds: 8 })
    const work = Array.fromAsync(transcriber.transcribe(asked, new AbortController().signal))
    const failing = expect(work).rejects.toMatchObject({ retryable: 'soon' })
    await until(() => scene.speech.calls.includes('GetOperation'))
    await transcriber[Symbol.asyncDispose]()
    await failing
    scene.speech.behaviour.polls = 0
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('reads a result again that was read and not saved', async () => {
    const asked = request()
    const first = await scene
      .open({ partSeconds: 8 })
      .transcribe(asked, unaborted())
      [Symbol.asyncIterator]()
      .next()
    const again = await run(asked)
    expect(again[0]).toEqual(first.value)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('goes on after a part that was saved, with speakers of its own', async () => {
    const asked = request()
    const whole = await run(request())
    for await (const piece of scene.open({ partSeconds: 8 }).transcribe(asked, unaborted())) {
      expect(piece).toEqual(whole[0])
      break
    }
    const rest = await run({
      ...asked,
      resumeAtSeconds: whole[0]?.untilSeconds ?? 0,
      resumeLanguage: 'en',
    })
    expect(rest).toEqual([whole[1]])
    expect(rest[0]?.segments[0]?.speaker).toBe('S2')
    expect(scene.speech.batches).toHaveLength(4)
  })

  it('finds the operation that was started when the program ended before its name was kept', async () => {
    const asked = request()
    asked.memory.failWrite(isStarted)
    await expect(run(asked)).rejects.toThrow('the program ended')
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('finds the result when the operation is not listed', async () => {
    const asked = request()
    scene.speech.behaviour.isWrittenAtOnce = true
    asked.memory.failWrite(isStarted)
    await expect(run(asked)).rejects.toThrow('the program ended')
    scene.speech.behaviour.isListed = false
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('starts nothing a second time by itself when nobody knows whether it was started', async () => {
    const asked = request()
    asked.memory.failWrite(isStarted)
    await expect(run(asked)).rejects.toThrow('the program ended')
    scene.speech.behaviour.isListed = false
    await expect(run(asked)).rejects.toMatchObject({
      code: 'transcription-uncertain',
      retryable: 'never',
      remedy: expect.stringContaining('billed twice') as unknown,
    })
    expect(scene.speech.batches).toHaveLength(1)
    // A person has tried again.
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(3)
  })

  it.each(['UNAVAILABLE', 'DEADLINE_EXCEEDED', 'INTERNAL'] as const)(
    'does not start anew when the answer to the start is lost with %s, and takes it when it shows',
    async (status) => {
      const asked = request()
      scene.speech.failNext({ method: 'BatchRecognize', status, afterwards: true })
      await expect(run(asked)).rejects.toMatchObject({
        code: 'transcription-uncertain',
        retryable: 'never',
      })
      expect(await run(asked)).toHaveLength(2)
      expect(scene.speech.batches).toHaveLength(2)
    },
  )

  it('takes the result of an operation that Google has forgotten', async () => {
    const asked = request()
    scene.speech.behaviour.isWrittenAtOnce = true
    await runUntilWaiting(asked)
    scene.speech.behaviour.isKnown = false
    const pieces = scene.open({ partSeconds: 8 }).transcribe(asked, unaborted())
    const first = await pieces[Symbol.asyncIterator]().next()
    expect(first).toMatchObject({ value: { segments: [{ text: 'hello' }] } })
    expect(scene.speech.batches).toHaveLength(1)
  })

  it('says that a transcription is lost when its result is gone too, and starts it when a person tries again', async () => {
    const asked = request()
    await runUntilWaiting(asked)
    scene.speech.behaviour.isKnown = false
    await expect(run(asked)).rejects.toMatchObject({
      code: 'transcription-lost',
      retryable: 'never',
    })
    expect(scene.speech.batches).toHaveLength(1)
    scene.speech.behaviour.isKnown = true
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(3)
  })

  it('counts what was waited in all runs', async () => {
    const asked = request()
    await runUntilWaiting(asked)
    await asked.memory.write({
      ...z.looseObject({}).parse(await asked.memory.read()),
      waitedSeconds: 24 * 3600,
    })
    scene.speech.behaviour.polls = Infinity
    await expect(run(asked)).rejects.toMatchObject({ code: 'transcription-timeout' })
    expect(scene.speech.cancelled).toHaveLength(1)
  })

  it('learns the name of what was started while it was stopped', async () => {
    const asked = request()
    const gate = Promise.withResolvers<undefined>()
    scene.speech.behaviour.gate = gate.promise
    scene.speech.behaviour.isListed = false
    const controller = new AbortController()
    const work = expect(run(asked, controller.signal)).rejects.toBe(reason)
    await until(() => scene.speech.calls.includes('BatchRecognize'))
    controller.abort(reason)
    gate.resolve(undefined)
    await work
    expect(await run(asked)).toHaveLength(2)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('cancels and removes everything when the video is deleted while it is waited for', async () => {
    const asked = request()
    await runUntilWaiting(asked, () => {
      expect(scene.storage.keys()).toHaveLength(1)
      asked.memory.forget()
    })
    expect(scene.speech.cancelled).toHaveLength(1)
    expect(scene.storage.keys()).toEqual([])
  })

  it('notices by its memory that the video is gone', async () => {
    const asked = request()
    scene.speech.behaviour.polls = Infinity
    const transcriber = scene.open({
      sleep: () => {
        asked.memory.forget()
        return Promise.resolve()
      },
    })
    const work = Array.fromAsync(transcriber.transcribe(asked, unaborted()))
    await expect(work).rejects.toMatchObject({ code: 'conflict' })
    expect(scene.speech.cancelled).toHaveLength(1)
    expect(scene.storage.keys()).toEqual([])
  })

  it('removes everything when the video is deleted while its piece is saved', async () => {
    const asked = request()
    for await (const piece of scene.open().transcribe(asked, unaborted())) {
      expect(piece.segments).not.toEqual([])
      asked.memory.forget()
      break
    }
    expect(scene.storage.keys()).toEqual([])
  })

  it('stays deleted when the service does not let it be cancelled', async () => {
    const asked = request()
    scene.speech.failNext({ method: 'CancelOperation', status: 'PERMISSION_DENIED' })
    await runUntilWaiting(asked, () => asked.memory.forget())
    expect(scene.storage.keys()).toEqual([])
  })
})

function unaborted(): AbortSignal {
  return new AbortController().signal
}
