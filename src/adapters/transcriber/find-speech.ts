import type { TimeRange } from '../../domain/time-range.ts'
import type { AudioClip } from './audio-clip.ts'
import { createAudioWindow } from './audio-window.ts'
import { createSpeechPacker, type SpeechSpan } from './pack-speech.ts'
import { secondsOf } from './pcm.ts'
import type { Heard } from './recogniser-messages.ts'
import { splitLongSpeech } from './split-long-speech.ts'

/** A span with its audio. */
export interface AudibleSpan extends SpeechSpan {
  /** Where the span before ended. */
  readonly from: number
  readonly audio: AudioClip
}

/** What finds speech in audio; its seconds count from the first block. */
export interface Listener {
  hear(pcm: Uint8Array): Promise<Heard>
  /** Ends the stretch of speech that is going on. */
  cut(): Promise<Heard>
}

/** So much longer than a span may speech go on before it is cut: the cut is then a quiet moment within. */
const overtimeSeconds = 10

/** Speech that the listener has not told of yet began this long ago at most. */
const noticeSeconds = 0.5

/**
 * Cuts a stream of audio into spans of at most `maxSeconds` of speech, which together cover it. No more of it is held
 * than what a span and the speech that is going on need.
 */
export async function* findSpeech(
  stream: AsyncIterable<unknown>,
  listener: Listener,
  { startSeconds, maxSeconds }: { startSeconds: number; maxSeconds: number },
): AsyncGenerator<AudibleSpan> {
  const window = createAudioWindow(startSeconds)
  const packer = createSpeechPacker(startSeconds, maxSeconds)
  let from = startSeconds

  const addSpeech = (speech: readonly TimeRange[]) => {
    for (const { start, end } of speech) {
      const range = { start: startSeconds + start, end: startSeconds + end }
      const quietestMoment = (within: TimeRange) => window.clip(within).quietestMoment(within)
      packer.add(splitLongSpeech(range, maxSeconds, quietestMoment))
    }
  }
  const audible = (span: SpeechSpan): AudibleSpan => {
    const spanned = { ...span, from, audio: window.clip({ start: from, end: span.until }) }
    from = span.until
    window.forgetBefore(from)
    return spanned
  }

  for await (const block of secondsOf(stream)) {
    window.append(block)
    let heard = await listener.hear(block)
    addSpeech(heard.speech)
    if (spokenSeconds(heard, window.endSeconds - startSeconds) > maxSeconds + overtimeSeconds) {
      heard = await listener.cut()
      addSpeech(heard.speech)
    }
    const horizon =
      heard.speakingSince === null
        ? window.endSeconds - noticeSeconds
        : startSeconds + heard.speakingSince
    for (const span of packer.take(horizon)) yield audible(span)
  }
  addSpeech((await listener.cut()).speech)
  for (const span of packer.finish(window.endSeconds)) yield audible(span)
}

function spokenSeconds({ speakingSince }: Heard, now: number): number {
  return speakingSince === null ? 0 : now - speakingSince
}
