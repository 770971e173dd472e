import sherpa from 'sherpa-onnx-node'
import type {
  DiarizerAnswer,
  DiarizerJob,
  DiarizerRequest,
  HeardVoice,
  HeardWindow,
} from './diarizer-messages.ts'

/** The process that the models live in: they hold up their thread, and what they cannot load may end it. */
let loaded: ((pcm: Uint8Array) => HeardWindow) | null = null

process.on('message', (request: DiarizerRequest) => process.send?.(respond(request)))
// Nobody is left to answer.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// What a terminal or a service manager sends goes to all processes: the parent decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

function respond(request: DiarizerRequest): DiarizerAnswer {
  try {
    if (request.kind === 'load') {
      loaded = load(request.job)
      return { kind: 'loaded' }
    }
    if (!loaded) throw new Error('no model is loaded')
    return { kind: 'heard', ...loaded(request.pcm) }
  } catch (error) {
    return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
  }
}

const sampleRate = 16_000

/** A turn shorter than the first is a cough, a pause shorter than the second a breath (sherpa-onnx's own defaults), in seconds. */
const durations = { minDurationOn: 0.3, minDurationOff: 0.5 }

/** Enough to know a voice again; a second is too little. */
const voiceSeconds = { least: 1, most: 30 }

function load({ segmentation, voices, threads, voiceDistance }: DiarizerJob) {
  const common = { numThreads: threads, debug: 0, provider: 'cpu' }
  const diarization = new sherpa.OfflineSpeakerDiarization({
    segmentation: { pyannote: { model: segmentation }, ...common },
    embedding: { model: voices, ...common },
    clustering: { numClusters: -1, threshold: voiceDistance },
    ...durations,
  })
  const extractor = new sherpa.SpeakerEmbeddingExtractor({ model: voices, ...common })

  const hearVoice = (samples: Float32Array, turns: readonly Turn[]): HeardVoice => {
    const seconds = turns.reduce((sum, { start, end }) => sum + end - start, 0)
    const said = longestParts(samples, turns)
    if (said.length < voiceSeconds.least * sampleRate) return { vector: null, seconds }
    const stream = extractor.createStream()
    stream.acceptWaveform({ samples: said, sampleRate })
    stream.inputFinished()
    return { vector: ofUnitLength(extractor.compute(stream, false)), seconds }
  }

  return (pcm: Uint8Array): HeardWindow => {
    const samples = toSamples(pcm)
    const found = diarization.process(samples).toSorted((a, b) => a.start - b.start)
    const speakers = [...new Set(found.map(({ speaker }) => speaker))]
    return {
      turns: found.map(({ start, end, speaker }) => ({
        start,
        end,
        voice: speakers.indexOf(speaker),
      })),
      voices: speakers.map((speaker) =>
        hearVoice(
          samples,
          found.filter((turn) => turn.speaker === speaker),
        ),
      ),
    }
  }
}

interface Turn {
  readonly start: number
  readonly end: number
}

/** The longest turns of a voice, one after another, as far as they are needed. */
function longestParts(samples: Float32Array, turns: readonly Turn[]): Float32Array {
  const parts: Float32Array[] = []
  let wanted = voiceSeconds.most * sampleRate
  for (const { start, end } of turns.toSorted((a, b) => b.end - b.start - (a.end - a.start))) {
    if (wanted <= 0) break
    const from = Math.round(start * sampleRate)
    const part = samples.subarray(from, Math.min(Math.round(end * sampleRate), from + wanted))
    parts.push(part)
    wanted -= part.length
  }
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function ofUnitLength(vector: Float32Array): Float32Array | null {
  const length = Math.hypot(...vector)
  return Number.isFinite(length) && length > 0 ? vector.map((value) => value / length) : null
}

function toSamples(pcm: Uint8Array): Float32Array {
  const view = new DataView(pcm.buffer, pcm.byteOffset, pcm.byteLength)
  const samples = new Float32Array(pcm.byteLength >> 1)
  for (let at = 0; at < samples.length; at += 1) samples[at] = view.getInt16(2 * at, true) / 32_768
  return samples
}
