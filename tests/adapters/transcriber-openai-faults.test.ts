import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Secret } from '../../src/config/secret.ts'
import { asked, collect, segmentsOf } from '../contracts/transcriber.ts'
import { freePort } from '../support/kept-server.ts'
import {
  canRunOpenAi,
  openAiNote,
  openOpenAiScene,
  type OpenAiScene,
} from '../support/openai-scene.ts'

describe.skipIf(!canRunOpenAi)(`OpenAI's transcription in trouble${openAiNote}`, () => {
  let scene: OpenAiScene
  const run = (changes = {}) => collect(scene.open(changes), asked(scene.speech))
  const sounds = () => scene.server.billed.map(({ sound }) => sound)

  beforeEach(async () => {
    scene = await openOpenAiScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  it.each([
    [401, 'transcriber-refused', 'when-available'],
    [403, 'transcriber-refused', 'when-available'],
    [404, 'transcriber-not-found', 'when-available'],
    [413, 'transcriber-rejected', 'never'],
    [500, 'transcriber-failed', 'soon'],
    [504, 'transcription-uncertain', 'never'],
  ])('says what %i means: %s, tried again %s', async (status, code, retryable) => {
    scene.server.failNext({ status })
    await expect(run()).rejects.toMatchObject({ code, retryable })
    expect(scene.server.requests).toHaveLength(1)
  })

  it('waits as long as a busy server says, and gives up on a long wait', async () => {
    scene.server.failNext({ status: 429, headers: { 'retry-after': '0' } })
    expect(segmentsOf(await run())).toHaveLength(5)
    scene.server.failNext({ status: 429, headers: { 'retry-after': '3600' } })
    await expect(run()).rejects.toMatchObject({ code: 'transcriber-busy', retryable: 'soon' })
  })

  it('waits for a person when the account is empty', async () => {
    const body = JSON.stringify({ error: { message: 'no money', code: 'insufficient_quota' } })
    scene.server.failNext({ status: 429, body })
    await expect(run()).rejects.toMatchObject({
      code: 'transcriber-quota',
      retryable: 'when-available',
    })
  })

  it.each([
    ['a page', '<html>Welcome</html>', 'text/html'],
    ['another schema', '{"result": []}', 'application/json'],
  ])('names the setting when %s answers', async (_, body, type) => {
    scene.server.failNext({ status: 200, body, headers: { 'content-type': type } })
    await expect(run()).rejects.toMatchObject({
      code: 'transcriber-answer',
      remedy: expect.stringContaining('OPENAI_BASE_URL') as unknown,
    })
  })

  it('waits for a server that is not there', async () => {
    await expect(run({ baseUrl: `http://127.0.0.1:${await freePort()}/v1` })).rejects.toMatchObject(
      {
        code: 'transcriber-unreachable',
        retryable: 'when-available',
      },
    )
  })

  it.each(['hang', 'cut'] as const)(
    'asks a person before it sends a piece again whose answer was lost (%s)',
    async (fault) => {
      const transcriber = scene.open({ timeoutMs: 2000 })
      const request = asked(scene.speech)
      scene.server.failNext(fault)
      await expect(collect(transcriber, request)).rejects.toMatchObject({
        code: 'transcription-uncertain',
        retryable: 'never',
      })
      expect(scene.server.billed).toHaveLength(1)
      expect(segmentsOf(await collect(transcriber, request))).toHaveLength(5)
    },
  )

  it('lets the queue send it again to a server of one’s own', async () => {
    scene.server.failNext('cut')
    await expect(run({ resend: null })).rejects.toMatchObject({ retryable: 'soon' })
  })

  it('keeps the answer that comes while it is being stopped, and does not ask again', async () => {
    const stop = new AbortController()
    const request = asked(scene.speech)
    scene.server.failNext('wait')
    const work = collect(scene.open(), request, stop.signal)
    const ended = expect(work).rejects.toThrow('stopped')
    await scene.server.held()
    stop.abort(new Error('stopped'))
    scene.server.release()
    await ended
    expect(segmentsOf(await collect(scene.open(), request))).toHaveLength(5)
    expect(new Set(sounds()).size).toBe(sounds().length)
  })

  it('sends nothing again after it was killed in the middle of a request, until a person wants it', async () => {
    const memoryFile = `${scene.speech.path}.memory`
    await writeFile(memoryFile, 'null')
    scene.server.failNext('hang')
    const script = new URL('../support/openai-transcriber-mortal.ts', import.meta.url)
    const child = fork(script, [scene.server.baseUrl, scene.speech.path, memoryFile], {
      execArgv: [],
    })
    await scene.server.held()
    child.kill('SIGKILL')
    await once(child, 'close')
    const request = {
      ...asked(scene.speech),
      memory: {
        read: async (): Promise<unknown> => JSON.parse(await readFile(memoryFile, 'utf8')),
        write: (value: object | null) => writeFile(memoryFile, JSON.stringify(value)),
        isWanted: () => Promise.resolve(true),
      },
    }
    await expect(collect(scene.open(), request)).rejects.toMatchObject({
      code: 'transcription-uncertain',
    })
    expect(scene.server.billed).toHaveLength(1)
    expect(segmentsOf(await collect(scene.open(), request))).toHaveLength(5)
  })

  it('checks key, model and address without being billed', async () => {
    await scene.open().check()
    const wrongKey = scene.open({ apiKey: new Secret('wrong') })
    await expect(wrongKey.check()).rejects.toMatchObject({ code: 'transcriber-refused' })
    const wrongModel = scene.open({ model: 'whisper-9' })
    await expect(wrongModel.check()).rejects.toMatchObject({
      code: 'transcriber-not-found',
      remedy: expect.stringContaining('CUEPOINT_OPENAI_TRANSCRIBE_MODEL') as unknown,
    })
    const nowhere = scene.open({ baseUrl: `http://127.0.0.1:${await freePort()}/v1` })
    await expect(nowhere.check()).rejects.toMatchObject({ code: 'transcriber-unreachable' })
    scene.server.behaviour.models = null
    await scene.open().check()
    expect(scene.server.billed).toEqual([])
  })
})
