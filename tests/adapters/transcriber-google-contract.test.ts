import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { transcriberContract } from '../contracts/transcriber.ts'
import { openGoogleScene, type GoogleScene } from '../support/google-scene.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { makeToneTalk, said, toneTalkIn } from '../support/tone-talk.ts'

describe.skipIf(!hasFfmpeg)(`Google Speech-to-Text on tones${ffmpegNote}`, () => {
  let folder: string
  let scene: GoogleScene

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-google-'))
    scene = await openGoogleScene()
    await makeToneTalk(folder)
  })
  afterAll(async () => {
    await scene[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  transcriberContract('Google Speech-to-Text', () =>
    Promise.resolve({
      transcriber: scene.open({ partSeconds: 40 }),
      ...toneTalkIn(folder),
      said,
      unknownLanguage: 'tlh',
    }),
  )
})
