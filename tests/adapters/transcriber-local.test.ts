import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { createMediaTool } from '../../src/adapters/media-tool/index.ts'
import { transcriberContract } from '../contracts/transcriber.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { createToneTranscriber, writeToneModel } from '../support/tone-model.ts'
import { makeToneTalk, said, toneTalkIn } from '../support/tone-talk.ts'

describe.skipIf(!hasFfmpeg)(`the local transcriber on tones${ffmpegNote}`, () => {
  let folder: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-tones-'))
    await writeToneModel(join(folder, 'model'))
    await makeToneTalk(folder)
  })
  afterAll(() => rm(folder, { recursive: true }))

  transcriberContract('the local one', () =>
    Promise.resolve({
      transcriber: createToneTranscriber({
        media: createMediaTool({ ffmpegPath: null, ffprobePath: null }),
        folder: join(folder, 'model'),
      }),
      ...toneTalkIn(folder),
      said,
      unknownLanguage: 'de',
    }),
  )
})
