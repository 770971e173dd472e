import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { transcriberContract } from '../contracts/transcriber.ts'
import { openGoogleScene, type GoogleScene } from '../support/google-scene.ts'
import { ffmpegNote, hasFfmpeg, makeSound, makeVideo } from '../support/media.ts'
import { toneOf } from '../support/tone-model.ts'

const said = [
  { text: 'hello', start: 1 },
  { text: 'world', start: 2.5 },
  { text: 'world', start: 20 },
  { text: 'hello', start: 44.2 },
  { text: 'world', start: 45 },
  { text: 'hello', start: 60.7 },
  { text: 'world', start: 88.3 },
] as const

describe.skipIf(!hasFfmpeg)(`Google Speech-to-Text on tones${ffmpegNote}`, () => {
  let folder: string
  let scene: GoogleScene
  const speech = () => ({ path: join(folder, 'tones.mp4'), durationSeconds: 95 })
  const silence = () => ({ path: join(folder, 'silence.wav'), durationSeconds: 40 })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    scene = await openGoogleScene()
    await makeVideo(speech().path, {
      seconds: speech().durationSeconds,
      tones: said.map(({ text, start }) => ({
        startSeconds: start,
        endSeconds: start + 0.5,
        hertz: toneOf[text],
      })),
    })
    await makeSound(silence().path, { seconds: silence().durationSeconds })
  })
  afterAll(async () => {
    await scene[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  transcriberContract('Google Speech-to-Text', () =>
    Promise.resolve({
      transcriber: scene.open({ partSeconds: 40 }),
      speech: speech(),
      silence: silence(),
      said,
      unknownLanguage: 'tlh',
    }),
  )
})
