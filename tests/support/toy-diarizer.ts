import type { Diarizer, SpeakerTurn } from '../../src/ports/diarizer.ts'
import type { ToyStages } from './toy-stages.ts'

/** Two people take turns of five seconds, which is how long a line of `said` is. */
export function createToyDiarizer(stages: ToyStages): Diarizer {
  return {
    async findTurns({ durationSeconds }, onProgress, signal) {
      await stages.enter('speakers', signal)
      onProgress(1)
      return Array.from({ length: Math.ceil(durationSeconds / 5) }, (_, turn): SpeakerTurn => ({
        start: turn * 5,
        end: turn * 5 + 5,
        speaker: turn % 2,
      }))
    },
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
