import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { transcriberContract } from '../contracts/transcriber.ts'
import { ffmpegNote, hasFfmpeg, makeSound, makeVideo } from '../support/media.ts'
import { createToneTranscriber, toneOf, writeToneModel } from '../support/tone-model.ts'

const said = [
  { text: 'hello', start: 1 },
  { text: 'world', start: 2.5 },
  { text: 'world', start: 20 },
  { text: 'hello', start: 44.2 },
  { text: 'world', start: 45 },
  { text: 'hello', start: 60.7 },
  { text: 'world', start: 88.3 },
] as const

describe.skipIf(!hasFfmpeg)(`the local transcriber on tones${ffmpegNote}`, () => {
  let folder: string
  const speech = () => ({ path: join(folder, 'tones.mp4'), durationSeconds: 95 })
  const silence = () => ({ path: join(folder, 'silence.wav'), durationSeconds: 40 })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-tones-'))
    await writeToneModel(join(folder, 'model'))
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
  afterAll(() => rm(folder, { recursive: true }))

  transcriberContract('the local one', () =>
    Promise.resolve({
      transcriber: createToneTranscriber({
        media: createMediaTool({ ffmpegPath: null, ffprobePath: null }),
        folder: join(folder, 'model'),
      }),
      speech: speech(),
      silence: silence(),
      said,
      unknownLanguage: 'de',
    }),
  )
})
