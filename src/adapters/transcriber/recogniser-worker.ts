import { loadRecogniser, type LoadedRecogniser } from './load-recogniser.ts'
import { loadSpeechFinder, type SpeechFinder } from './load-speech-finder.ts'
import { pieceLimits } from './piece-limits.ts'
import { toSamples } from './pcm.ts'
import type { RecogniserAnswer, RecogniserRequest } from './recogniser-messages.ts'

/** The process that the speech model lives in. What it cannot load may end it, and nothing else. */
let loaded: {
  readonly recogniser: LoadedRecogniser | null
  readonly finder: SpeechFinder
} | null = null

process.on('message', (request: RecogniserRequest) => {
  void respond(request)
    .catch((error: unknown): RecogniserAnswer => {
      return { kind: 'failed', reason: error instanceof Error ? error.message : String(error) }
    })
    .then((answer) => process.send?.(answer))
})
// Nobody is left to answer; a model in the middle of its work would not notice.
process.on('disconnect', () => process.kill(process.pid, 'SIGKILL'))
// What a terminal or a service manager sends goes to all processes: the parent decides when this one ends.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined)

async function respond(request: RecogniserRequest): Promise<RecogniserAnswer> {
  if (request.kind === 'load') {
    const { recipe, vad, threads, contentSeconds = Infinity } = request.job
    if (recipe === null) {
      loaded = { recogniser: null, finder: loadSpeechFinder(vad, contentSeconds) }
      return { kind: 'loaded', hasWordTimes: false }
    }
    const recogniser = await loadRecogniser(recipe, threads)
    const finder = loadSpeechFinder(vad, 0.7 * pieceLimits(recipe, recogniser).maxSeconds)
    loaded = { recogniser, finder }
    return { kind: 'loaded', hasWordTimes: recogniser.hasWordTimes }
  }
  if (!loaded) throw new Error('no model is loaded')
  const { recogniser, finder } = loaded
  switch (request.kind) {
    case 'begin':
      finder.begin()
      return { kind: 'heard', speech: [], speakingSince: null }
    case 'hear':
      return { kind: 'heard', ...finder.hear(toSamples(request.pcm)) }
    case 'cut':
      return { kind: 'heard', ...finder.cut() }
    case 'recognise': {
      if (!recogniser) throw new Error('no speech model is loaded')
      const recognised = await recogniser.recognise(toSamples(request.pcm), request.language)
      return { kind: 'recognised', ...recognised }
    }
  }
}
