import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { createLocalTranscriber } from '../../src/adapters/transcriber/local.ts'
import { MissingPartError } from '../../src/domain/errors.ts'
import { asked, collect, segmentsOf } from '../contracts/transcriber.ts'
import { silentLogger } from '../support/silent-logger.ts'
import { createToneTranscriber, toneOf, writeToneModel } from '../support/tone-model.ts'

const script = new URL('../support/tone-recogniser-mortal.ts', import.meta.url)
const bytesOfSecond = 32_000

let folder: string
let fate: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-recogniser-'))
  fate = join(folder, 'fate')
  process.env['CUEPOINT_TEST_FATE'] = fate
  await writeToneModel(folder)
})
afterAll(async () => {
  delete process.env['CUEPOINT_TEST_FATE']
  await rm(folder, { recursive: true })
})

/** A file of this length, with "hello" in the third second of every half minute, made as it is read. */
function toneMedia(seconds: number, onSecond: (second: number) => void = () => undefined) {
  const file = { path: 'tones', durationSeconds: seconds }
  const audio = (_path: string, { startSeconds }: { startSeconds: number }) =>
    Readable.from(
      (function* () {
        for (let second = startSeconds; second < seconds; second += 1) {
          onSecond(second)
          yield second % 30 === 2 ? helloSecond : Buffer.alloc(bytesOfSecond)
        }
      })(),
      { objectMode: true, highWaterMark: 1 },
    )
  return { file, media: { audio } }
}

const helloSecond = Buffer.alloc(bytesOfSecond)
for (let i = 0; i < bytesOfSecond / 2; i += 1)
  helloSecond.writeInt16LE(
    Math.round(12_000 * Math.sin((2 * Math.PI * toneOf.hello * i) / 16_000)),
    2 * i,
  )

describe('the process of the recogniser', () => {
  it.each(['exit', 'kill'])(
    'may die (%s): that is passing, and the next transcription has a new one',
    async (death) => {
      const { file, media } = toneMedia(60)
      await using transcriber = createToneTranscriber({ media, folder, script })
      const before = await collect(transcriber, asked(file))
      await writeFile(fate, death)
      await expect(collect(transcriber, asked(file))).rejects.toMatchObject({
        code: 'recogniser-stopped',
        retryable: 'soon',
      })
      expect(await collect(transcriber, asked(file))).toEqual(before)
      expect(segmentsOf(before).map(({ text }) => text)).toEqual(['hello', 'hello'])
    },
  )

  it('is killed when it does not hear of an abort', async () => {
    const { file, media } = toneMedia(60)
    await using transcriber = createToneTranscriber({ media, folder, script })
    await writeFile(fate, 'hang')
    const abort = new AbortController()
    const work = collect(transcriber, asked(file), abort.signal)
    await vi.waitFor(() => expect(readFile(fate)).rejects.toThrow(), { timeout: 30_000 })
    const pid = Number(await readFile(`${fate}.pid`, 'utf8'))
    expect(isRunning(pid)).toBe(true)
    abort.abort(new Error('nobody waits'))
    await expect(work).rejects.toThrow('nobody waits')
    expect(isRunning(pid)).toBe(false)
    expect(segmentsOf(await collect(transcriber, asked(file)))).toHaveLength(2)
  })

  it('serves one video after the other', async () => {
    const { file, media } = toneMedia(30)
    await using transcriber = createToneTranscriber({ media, folder, script })
    const pids = new Set<string>()
    for (let i = 0; i < 3; i += 1) {
      expect(segmentsOf(await collect(transcriber, asked(file)))).toHaveLength(1)
      pids.add(await readFile(`${fate}.pid`, 'utf8'))
    }
    expect(pids.size).toBe(1)
  })

  it('ends when it is idle, and comes back', async () => {
    const { file, media } = toneMedia(30)
    await using transcriber = createToneTranscriber({ media, folder, script, idleSeconds: 0.1 })
    const before = await collect(transcriber, asked(file))
    const pid = Number(await readFile(`${fate}.pid`, 'utf8'))
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 30_000 })
    expect(await collect(transcriber, asked(file))).toEqual(before)
  })

  it('ends with the transcriber', async () => {
    const { file, media } = toneMedia(30)
    await using transcriber = createToneTranscriber({ media, folder, script })
    await collect(transcriber, asked(file))
    const pid = Number(await readFile(`${fate}.pid`, 'utf8'))
    expect(isRunning(pid)).toBe(true)
    await transcriber[Symbol.asyncDispose]()
    expect(isRunning(pid)).toBe(false)
  })

  it('ends with its parent, even one that was killed', async () => {
    const path = fileURLToPath(new URL('../support/recogniser-parent.ts', import.meta.url))
    const parent = fork(path, [folder], { execArgv: [] })
    await once(parent, 'message')
    const pid = Number(await readFile(`${fate}.pid`, 'utf8'))
    expect(isRunning(pid)).toBe(true)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), { timeout: 30_000 })
  })
})

describe('a local transcriber', () => {
  it('reads no more of a long file than it needs for the next piece', async () => {
    let read = 0
    const { file, media } = toneMedia(10 * 3600, (second) => (read = second))
    await using transcriber = createToneTranscriber({ media, folder })
    for await (const { untilSeconds } of transcriber.transcribe(asked(file), never())) {
      expect(read - untilSeconds).toBeLessThan(60)
      if (untilSeconds > 300) break
    }
    expect(read).toBeLessThan(400)
  })

  it.each(['model.onnx', 'tokens.txt'])('waits for other files when %s is broken', async (name) => {
    const broken = await mkdtemp(join(tmpdir(), 'cuepoint-broken-'))
    await writeToneModel(broken)
    await writeFile(join(broken, name), 'this is not a model')
    const { file, media } = toneMedia(30)
    await using transcriber = createToneTranscriber({ media, folder: broken })
    await expect(collect(transcriber, asked(file))).rejects.toMatchObject({
      code: 'model-unusable',
      retryable: 'when-available',
    })
    await rm(broken, { recursive: true })
  })

  it('waits for another file when the voice detection is of an unknown kind, which ends the process', async () => {
    const { file, media } = toneMedia(30)
    const vad = join(folder, 'model.onnx')
    await using transcriber = createToneTranscriber({ media, folder, vad })
    await expect(collect(transcriber, asked(file))).rejects.toMatchObject({
      code: 'model-unusable',
      retryable: 'when-available',
    })
  })

  it('passes on why the model cannot be brought', async () => {
    const { file, media } = toneMedia(30)
    const reason = new MissingPartError('model-missing', 'no network', 'find one')
    await using transcriber = createLocalTranscriber({
      model: 'missing',
      recipe: { family: 'nemo-ctc', model: 'm', tokens: 't', languages: ['en'] },
      source: { bring: () => Promise.reject(reason) },
      media,
      logger: silentLogger,
      threads: 1,
      idleSeconds: 60,
    })
    await expect(collect(transcriber, asked(file))).rejects.toBe(reason)
  })

  it('passes on why the audio cannot be read, and works on', async () => {
    const { file, media } = toneMedia(30)
    const unreadable = new Error('the file cannot be decoded')
    let isBroken = true
    const failing = () =>
      Readable.from(
        (function* () {
          yield Buffer.alloc(bytesOfSecond)
          throw unreadable
        })(),
      )
    await using transcriber = createToneTranscriber({
      media: { audio: (path, options) => (isBroken ? failing() : media.audio(path, options)) },
      folder,
    })
    await expect(collect(transcriber, asked(file))).rejects.toBe(unreadable)
    isBroken = false
    expect(segmentsOf(await collect(transcriber, asked(file)))).toHaveLength(1)
  })

  it('finds nothing in no audio at all', async () => {
    const { file, media } = toneMedia(0)
    await using transcriber = createToneTranscriber({ media, folder })
    expect(await collect(transcriber, { ...asked(file), durationSeconds: 5 })).toEqual([
      { untilSeconds: 0, segments: [], language: 'en' },
    ])
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

function never(): AbortSignal {
  return new AbortController().signal
}
