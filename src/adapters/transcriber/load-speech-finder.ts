import sherpa from 'sherpa-onnx-node'
import type { TimeRange } from '../../domain/time-range.ts'
import type { Heard } from './recogniser-messages.ts'
import { sampleRate } from './pcm.ts'

/** Finds where somebody speaks. */
export interface SpeechFinder {
  begin(): void
  hear(samples: Float32Array): Heard
  cut(): Heard
}

/**
 * Silero VAD, or without its file everything is speech. A file of another version than v4 and v5 ends the process.
 * Speech of `contentSeconds` or more is ended by the next pause, however short.
 */
export function loadSpeechFinder(vadPath: string | null, contentSeconds: number): SpeechFinder {
  return vadPath === null ? everythingIsSpeech() : silero(vadPath, contentSeconds)
}

const windowSize = 512

/** Seconds. Speech is noticed so much after its beginning at most, which is then dated back. */
const noticedAfter = 0.5

function silero(model: string, contentSeconds: number): SpeechFinder {
  const vad = new sherpa.Vad(
    {
      sileroVad: {
        model,
        windowSize,
        threshold: 0.5,
        // Short answers count too.
        minSpeechDuration: 0.1,
        minSilenceDuration: 0.25,
        // No limit: from here on a shorter pause will do.
        maxSpeechDuration: contentSeconds,
      },
      sampleRate,
      numThreads: 1,
      provider: 'cpu',
      debug: 0,
    },
    bufferSeconds,
  )
  let heardSamples = 0
  let speakingSince: number | null = null

  const takeSpeech = (): TimeRange[] => {
    const speech: TimeRange[] = []
    while (!vad.isEmpty()) {
      const { start, samples } = vad.front(false)
      speech.push({ start: start / sampleRate, end: (start + samples.length) / sampleRate })
      vad.pop()
    }
    return speech
  }
  return {
    begin() {
      vad.reset()
      while (!vad.isEmpty()) vad.pop()
      heardSamples = 0
      speakingSince = null
    },
    hear(samples) {
      const speech: TimeRange[] = []
      for (let from = 0; from < samples.length; from += windowSize) {
        const window = samples.subarray(from, from + windowSize)
        vad.acceptWaveform(window)
        heardSamples += window.length
        speech.push(...takeSpeech())
        if (!vad.isDetected()) speakingSince = null
        else speakingSince ??= Math.max(0, heardSamples / sampleRate - noticedAfter)
      }
      return { speech, speakingSince }
    },
    cut() {
      vad.flush()
      if (speakingSince !== null) speakingSince = heardSamples / sampleRate - noticedAfter
      return { speech: takeSpeech(), speakingSince }
    },
  }
}

/** More than the longest stretch of speech that is waited for. */
const bufferSeconds = 120

function everythingIsSpeech(): SpeechFinder {
  let since = 0
  let heardSamples = 0
  return {
    begin() {
      since = 0
      heardSamples = 0
    },
    hear(samples) {
      heardSamples += samples.length
      return { speech: [], speakingSince: since }
    },
    cut() {
      const end = heardSamples / sampleRate
      const speech = end > since ? [{ start: since, end }] : []
      since = end
      return { speech, speakingSince: since }
    },
  }
}
