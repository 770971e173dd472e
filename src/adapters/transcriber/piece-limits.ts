import type { ModelAbilities } from './recogniser-messages.ts'
import type { LocalRecipe } from './speech-recipe.ts'

/** How much audio a model is given at once, and how much text comes back. */
export interface PieceLimits {
  /** Of speech with the pauses in it and a margin around it. */
  readonly maxSeconds: number
  /** A piece is filled up with silence to this length, since models fail on a few hundredths of a second. */
  readonly minSeconds: number
  /** Filled up to this length a piece can have the most tokens. */
  readonly roomySeconds: number
  /** A model that has given so many for a piece of this length may have had more to say. */
  mostTokens(seconds: number): number
}

export function pieceLimits(
  { family }: LocalRecipe,
  { hasWordTimes }: ModelAbilities,
): PieceLimits {
  switch (family) {
    case 'whisper':
      // Without word times the text is spread over the piece: a short one keeps the second.
      return { ...whisper, maxSeconds: hasWordTimes ? 28 : 10 }
    case 'moonshine':
      // Longer ones make it repeat itself, and it tells no times.
      return { ...unlimited, maxSeconds: 8 }
    case 'nemo-transducer':
    case 'sense-voice':
    case 'nemo-ctc':
      return { ...unlimited, maxSeconds: 28 }
  }
}

/** It hears 30 s at most, and the recogniser stops it after 6 tokens for each second, which cuts fast Japanese. */
const whisper = {
  minSeconds: 1,
  roomySeconds: 29.5,
  mostTokens: (seconds: number) => Math.floor(6 * Math.min(seconds, 29.5)),
}

const unlimited = { minSeconds: 1, roomySeconds: 1, mostTokens: () => Infinity }
