import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAwsScene, type AwsScene } from './aws-scene.ts'
import { hasFfmpeg, makeSound } from './media.ts'
import { s3ServerNote, whyNoS3Server } from './s3-server.ts'
import { ffmpegNote } from './media-programs.ts'
import { toneOf } from './tone-model.ts'

/** For `describe.skipIf(!canRunAws)`. */
export const canRunAws = hasFfmpeg && whyNoS3Server('moto') === null

/** What the title of a skipped suite says. */
export const awsNote = `${ffmpegNote}${s3ServerNote('moto')}`

/** AWS with something to hear: "hello" at 1 s, "world" at 2.5 s, "hello" at 4.5 s. */
export interface AwsToneScene extends AwsScene {
  readonly speech: { readonly path: string; readonly durationSeconds: number }
}

export async function openAwsToneScene(): Promise<AwsToneScene> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-aws-test-'))
  const speech = { path: join(folder, 'tones.wav'), durationSeconds: 6 }
  const tone = (hertz: number, startSeconds: number) => ({
    hertz,
    startSeconds,
    endSeconds: startSeconds + 0.5,
  })
  await makeSound(speech.path, {
    seconds: speech.durationSeconds,
    tones: [tone(toneOf.hello, 1), tone(toneOf.world, 2.5), tone(toneOf.hello, 4.5)],
  })
  const scene = await openAwsScene()
  return {
    ...scene,
    speech,
    async [Symbol.asyncDispose]() {
      await scene[Symbol.asyncDispose]()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
