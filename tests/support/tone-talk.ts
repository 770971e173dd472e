import { join } from 'node:path'
import { makeSound, makeVideo } from './media.ts'
import { toneOf } from './tone-model.ts'

/** What the talk says, as far as tones say anything. */
export const said = [
  { text: 'hello', start: 1 },
  { text: 'world', start: 2.5 },
  { text: 'world', start: 20 },
  { text: 'hello', start: 44.2 },
  { text: 'world', start: 45 },
  { text: 'hello', start: 60.7 },
  { text: 'world', start: 88.3 },
] as const

/** Makes a video that says it, and a sound file that says nothing. */
export async function makeToneTalk(folder: string): Promise<void> {
  const { speech, silence } = toneTalkIn(folder)
  await makeVideo(speech.path, {
    seconds: speech.durationSeconds,
    tones: said.map(({ text, start }) => ({
      startSeconds: start,
      endSeconds: start + 0.5,
      hertz: toneOf[text],
    })),
  })
  await makeSound(silence.path, { seconds: silence.durationSeconds })
}

export function toneTalkIn(folder: string) {
  return {
    speech: { path: join(folder, 'tones.mp4'), durationSeconds: 95 },
    silence: { path: join(folder, 'silence.wav'), durationSeconds: 40 },
  }
}
