import type { TimeRange } from '../../domain/time-range.ts'
import { audioClip, type AudioClip } from './audio-clip.ts'
import { bytesPerSecond } from './pcm.ts'

/** The part of a stream of audio that may still be needed; times are those of the whole. */
export interface AudioWindow {
  readonly endSeconds: number
  append(pcm: Uint8Array): void
  /** A copy, which stays when the window moves on. */
  clip(range: TimeRange): AudioClip
  /** What is before will not be asked for again. */
  forgetBefore(seconds: number): void
}

export function createAudioWindow(startSeconds: number): AudioWindow {
  const blocks: Uint8Array[] = []
  let firstByte = 0
  let endByte = 0
  const secondsAt = (byte: number) => startSeconds + byte / bytesPerSecond

  return {
    get endSeconds() {
      return secondsAt(endByte)
    },
    append(pcm) {
      blocks.push(pcm)
      endByte += pcm.byteLength
    },
    clip(range) {
      const pcm = audioClip(Buffer.concat(blocks), secondsAt(firstByte)).slice(range)
      return audioClip(Uint8Array.from(pcm), Math.max(range.start, secondsAt(firstByte)))
    },
    forgetBefore(seconds) {
      for (let [first] = blocks; first; [first] = blocks) {
        if (secondsAt(firstByte + first.byteLength) > seconds) break
        firstByte += first.byteLength
        blocks.shift()
      }
    },
  }
}
