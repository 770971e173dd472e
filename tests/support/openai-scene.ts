import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { OpenAiTranscriberConfig } from '../../src/adapters/transcriber/openai/transcriber.ts'
import type { Transcriber } from '../../src/ports/transcriber.ts'
import { hasFfmpeg, makeSound } from './media.ts'
import { ffmpegNote } from './media-programs.ts'
import {
  openAiDescription,
  startOpenAiSpeechServer,
  type OpenAiSpeechServer,
} from './openai-speech-server.ts'
import { openToneTranscriber } from './openai-transcriber.ts'
import { skipNote } from './shared.ts'
import { toneOf } from './tone-model.ts'

/** For `describe.skipIf(!canRunOpenAi)`. */
export const canRunOpenAi = hasFfmpeg && openAiDescription !== null

/** What the title of a skipped suite says. */
export const openAiNote = `${ffmpegNote}${skipNote(openAiDescription)}`

/** A speech server and something to hear: two pieces. */
export interface OpenAiScene extends AsyncDisposable {
  readonly server: OpenAiSpeechServer
  readonly speech: { readonly path: string; readonly durationSeconds: number }
  readonly silence: { readonly path: string; readonly durationSeconds: number }
  /** Closed with the scene. Takes the server for a paid one. */
  open(changes?: Partial<OpenAiTranscriberConfig>): Transcriber
}

export const saidToOpenAi = [
  { text: 'hello', start: 1 },
  { text: 'world', start: 2.5 },
  { text: 'world', start: 20 },
  { text: 'hello', start: 44.2 },
  { text: 'world', start: 88.3 },
] as const

export async function openOpenAiScene(): Promise<OpenAiScene> {
  await using opened = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-openai-test-'))
  opened.defer(() => rm(folder, { recursive: true, force: true }))
  const speech = { path: join(folder, 'tones.wav'), durationSeconds: 95 }
  const silence = { path: join(folder, 'silence.wav'), durationSeconds: 40 }
  await makeSound(speech.path, {
    seconds: speech.durationSeconds,
    tones: saidToOpenAi.map(({ text, start }) => ({
      startSeconds: start,
      endSeconds: start + 0.5,
      hertz: toneOf[text],
    })),
  })
  await makeSound(silence.path, { seconds: silence.durationSeconds })
  const server = opened.use(await startOpenAiSpeechServer())
  const parts = opened.move()
  return {
    server,
    speech,
    silence,
    open: (changes = {}) => parts.use(openToneTranscriber(server.baseUrl, changes)),
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  }
}
