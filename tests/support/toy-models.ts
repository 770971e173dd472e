import type { Embedder } from '../../src/ports/embedder.ts'
import type { Transcriber } from '../../src/ports/transcriber.ts'
import { readToyFile } from './toy-media.ts'
import type { ToyStages } from './toy-stages.ts'

/** Hears what a toy file says, one segment a piece. */
export function createToyTranscriber(stages: ToyStages): Transcriber {
  return {
    engine: 'toy',
    model: 'toy-ears',
    async *transcribe({ path, durationSeconds, resumeAtSeconds }, signal) {
      for (const segment of await readToyFile(path)) {
        if (segment.end <= resumeAtSeconds) continue
        await stages.enter('transcribe', signal)
        yield { untilSeconds: segment.end, segments: [segment], language: 'en' }
      }
      yield { untilSeconds: durationSeconds, segments: [], language: 'en' }
    },
    check: () => Promise.resolve(),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

const dimensions = 8

/** Counts letters: the same text has the same vector, and similar texts have similar ones. */
export function createToyEmbedder(stages: ToyStages, modelId = 'toy-letters'): Embedder {
  return {
    space: { modelId, dimensions },
    maxBatch: 2,
    noiseCosine: null,
    async embed(texts, _purpose, signal) {
      await stages.enter('embed', signal)
      return texts.map(letterVector)
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}

function letterVector(text: string): Float32Array {
  const vector = new Float32Array(dimensions).fill(1)
  for (let index = 0; index < text.length; index++) {
    const bucket = text.charCodeAt(index) % dimensions
    vector[bucket] = (vector[bucket] ?? 0) + 1
  }
  const length = Math.hypot(...vector)
  return vector.map((value) => value / length)
}
