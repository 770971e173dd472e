import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type {
  TranscribedPiece,
  Transcriber,
  TranscriptionRequest,
} from '../../src/ports/transcriber.ts'
import { googleRequest, openGoogleScene, type GoogleScene } from '../support/google-scene.ts'
import { ffmpegNote, hasFfmpeg, makeSound, runFfmpeg } from '../support/media.ts'
import { toneOf } from '../support/tone-model.ts'

describe.skipIf(!hasFfmpeg)(`Google Speech-to-Text${ffmpegNote}`, () => {
  let folder: string
  let scene: GoogleScene
  const talk = () => ({ path: join(folder, 'talk.wav'), durationSeconds: 12 })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    await makeSound(talk().path, {
      seconds: 12,
      tones: [
        { startSeconds: 1, endSeconds: 1.5, hertz: toneOf.hello },
        { startSeconds: 1.8, endSeconds: 2.3, hertz: toneOf.world },
        { startSeconds: 7, endSeconds: 7.5, hertz: toneOf.hello },
        { startSeconds: 9, endSeconds: 9.5, hertz: toneOf.world },
      ],
    })
  })
  afterAll(() => rm(folder, { recursive: true }))

  beforeEach(async () => {
    scene = await openGoogleScene()
  })
  afterEach(() => scene[Symbol.asyncDispose]())

  it('asks for one batch of the audio in the bucket, and writes its result beside it', async () => {
    const request = googleRequest(talk())
    await collect(scene.open(), request)
    expect(scene.speech.batches).toMatchObject([
      {
        recognizer: 'projects/cuepoint-test/locations/us-central1/recognizers/_',
        config: { model: 'chirp_2', languageCodes: ['auto'] },
        files: [{ uri: `gs://cuepoint-test/cuepoint-speech/${request.requestKey}/0.000.flac` }],
        recognitionOutputConfig: {
          gcsOutputConfig: {
            uri: `gs://cuepoint-test/cuepoint-speech/${request.requestKey}/0.000-1/`,
          },
        },
      },
    ])
  })

  it('names speakers in order of appearance and gives each segment one', async () => {
    const [piece] = await collect(scene.open(), googleRequest(talk()))
    expect(piece?.language).toBe('en')
    expect(piece?.segments.map(({ text, speaker }) => [text, speaker])).toEqual([
      ['hello', 'S1'],
      ['world', 'S2'],
      ['hello', 'S1'],
      ['world', 'S2'],
    ])
    expect(piece?.segments[0]?.words?.[0]?.start).toBeCloseTo(1, 1)
  })

  it.each([0, 1])('asks for no speakers with a maximum of %d', async (maxSpeakers) => {
    const [piece] = await collect(scene.open({ maxSpeakers }), googleRequest(talk()))
    expect(scene.speech.batches[0]?.config.features.diarizationConfig).toBeNull()
    expect(piece?.segments.map(({ text }) => text)).toEqual(['hello world', 'hello', 'world'])
    expect(piece?.segments.every((segment) => !('speaker' in segment))).toBe(true)
  })

  it.each([
    ['refused', 2],
    ['failing', 3],
  ] as const)(
    'goes on without speakers where the model does not tell them apart (%s)',
    async (speakers, batches) => {
      scene.speech.behaviour.speakers = speakers
      const pieces = await collect(scene.open({ partSeconds: 8 }), googleRequest(talk()))
      const segments = pieces.flatMap((piece) => piece.segments)
      expect(segments.map(({ text }) => text)).toEqual(['hello world', 'hello', 'world'])
      expect(segments.every((segment) => !('speaker' in segment))).toBe(true)
      // Of the two parts only the first is tried with them.
      expect(scene.speech.batches).toHaveLength(batches)
    },
  )

  it('cuts audio that is too long for one batch in pauses, and gives speakers of another part other names', async () => {
    const pieces = await collect(scene.open({ partSeconds: 8 }), googleRequest(talk()))
    expect(pieces).toHaveLength(2)
    expect(pieces[0]?.untilSeconds).toBeGreaterThan(7.5)
    expect(pieces[0]?.untilSeconds).toBeLessThan(8)
    expect(pieces.map(({ segments }) => segments.map(({ speaker }) => speaker))).toEqual([
      ['S1', 'S2', 'S1'],
      ['S3'],
    ])
    expect(pieces[1]?.segments[0]?.start).toBeCloseTo(9, 1)
    expect(scene.speech.batches).toHaveLength(2)
  })

  it('sends chirp_3, which takes twenty minutes, no longer parts', async () => {
    const path = join(folder, 'silence.flac')
    await runFfmpeg(['-f', 'lavfi', '-i', 'anullsrc=r=16000:cl=mono', '-t', '1500', path])
    const changes = { model: 'chirp_3', location: 'us' }
    const pieces = await collect(
      scene.open(changes),
      googleRequest({ path, durationSeconds: 1500 }),
    )
    expect(pieces.map(({ segments }) => segments)).toEqual([[], []])
    expect(pieces[0]?.untilSeconds).toBeLessThan(1200)
    expect(pieces[1]?.untilSeconds).toBe(1500)
  })

  it('uploads what is larger than one packet whole', async () => {
    const path = join(folder, 'noise.wav')
    await runFfmpeg(['-f', 'lavfi', '-i', 'anoisesrc=r=16000:d=240:a=0.01:seed=1', path])
    let bytes = 0
    const transcriber = scene.open({
      sleep: () => {
        bytes = Math.max(...[...scene.storage.objects.values()].map((each) => each.bytes.length))
        return Promise.resolve()
      },
    })
    scene.speech.behaviour.polls = 1
    await collect(transcriber, googleRequest({ path, durationSeconds: 240 }))
    expect(bytes).toBeGreaterThan(3_000_000)
  })

  it('asks for the language that is set, as the service names it', async () => {
    const request = { ...googleRequest(talk()), language: 'de' }
    const [piece] = await collect(scene.open({ model: 'long', location: 'global' }), request)
    expect(scene.speech.batches[0]?.config).toMatchObject({
      model: 'long',
      languageCodes: ['de-DE'],
    })
    expect(piece?.language).toBe('de')
  })

  it('says what to do for a model that does not detect the language', async () => {
    const work = collect(scene.open({ model: 'long', location: 'global' }), googleRequest(talk()))
    await expect(work).rejects.toMatchObject({
      code: 'invalid-input',
      remedy: expect.stringContaining('CUEPOINT_GOOGLE_MODEL') as unknown,
    })
    expect(scene.speech.calls).toEqual([])
  })

  it('leaves nothing in the bucket when it is done', async () => {
    await collect(scene.open({ partSeconds: 8 }), googleRequest(talk()))
    expect(scene.storage.keys()).toEqual([])
  })

  it('keeps the result until its piece was taken', async () => {
    const pieces = scene.open().transcribe(googleRequest(talk()), unaborted())
    await pieces[Symbol.asyncIterator]().next()
    expect(scene.storage.keys()).toHaveLength(2)
  })

  it('sweeps what is older than a week by the clock of the service, at first use', async () => {
    const week = 7 * 86_400_000
    const put = (key: string, ageMs: number) =>
      scene.storage.objects.set(`cuepoint-test/${key}`, {
        bytes: Buffer.from('x'),
        created: new Date(Date.now() - ageMs),
      })
    const request = googleRequest(talk())
    for (let index = 0; index < 5; index++) put(`cuepoint-speech/old/${index}.flac`, week + 60_000)
    put('cuepoint-speech/young/0.flac', week - 3_600_000)
    put('another/old.flac', 2 * week)
    const transcriber = scene.open()
    await collect(transcriber, request)
    await expect
      .poll(() => scene.storage.keys(), { timeout: 10_000 })
      .toEqual(['another/old.flac', 'cuepoint-speech/young/0.flac'])
  })

  it('asks nobody for what was heard already', async () => {
    const request = { ...googleRequest(talk()), resumeAtSeconds: 12 }
    expect(await collect(scene.open(), request)).toEqual([
      { untilSeconds: 12, segments: [], language: null },
    ])
    expect(scene.speech.calls).toEqual([])
  })
})

async function collect(
  transcriber: Transcriber,
  request: TranscriptionRequest,
  signal = unaborted(),
): Promise<TranscribedPiece[]> {
  return Array.fromAsync(transcriber.transcribe(request, signal))
}

function unaborted(): AbortSignal {
  return new AbortController().signal
}
