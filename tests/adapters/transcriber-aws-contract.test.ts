import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { transcriberContract } from '../contracts/transcriber.ts'
import { openAwsScene, type AwsScene } from '../support/aws-scene.ts'
import { ffmpegNote, hasFfmpeg } from '../support/media.ts'
import { s3ServerNote, whyNoS3Server } from '../support/s3-server.ts'
import { makeToneTalk, said, toneTalkIn } from '../support/tone-talk.ts'

const canRun = hasFfmpeg && whyNoS3Server('moto') === null

describe.skipIf(!canRun)(`AWS Transcribe on tones${ffmpegNote}${s3ServerNote('moto')}`, () => {
  let folder: string
  let scene: AwsScene

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cuepoint-aws-test-'))
    scene = await openAwsScene()
    await makeToneTalk(folder)
  })
  afterAll(async () => {
    await scene[Symbol.asyncDispose]()
    await rm(folder, { recursive: true })
  })

  transcriberContract('AWS Transcribe', () =>
    Promise.resolve({
      // Three parts: what is longer than the service takes.
      transcriber: scene.open({ partSeconds: 40 }),
      ...toneTalkIn(folder),
      said,
      unknownLanguage: 'tlh',
    }),
  )
})
