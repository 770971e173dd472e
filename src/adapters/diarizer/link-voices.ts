import type { HeardVoice } from './diarizer-messages.ts'

interface Person {
  /** The sum of the vectors of its voices, each as long as the voice speaks. */
  readonly sum: Float32Array
  readonly windows: ReadonlySet<number>
  readonly voices: readonly Place[]
}

interface Place {
  readonly window: number
  readonly voice: number
}

/**
 * Which voices of different windows are the same person: the two that are nearest are joined until none are near enough.
 * Voices of one window were told apart by more than we know here and are never joined. Gives the number of the person for
 * each voice of each window; a voice too short to be known again is nobody else. `distance`: the cosine distance below
 * which they are one person.
 */
export function linkVoices(
  windows: readonly (readonly HeardVoice[])[],
  distance: number,
): number[][] {
  const numbers = windows.map((voices) => voices.map(() => -1))
  let people: Person[] = windows.flatMap((voices, window) =>
    voices.map(({ vector, seconds }, voice) => ({
      sum: (vector ?? new Float32Array()).map((value) => value * seconds),
      windows: new Set([window]),
      voices: [{ window, voice }],
    })),
  )
  for (let pair = nearest(people, distance); pair; pair = nearest(people, distance)) {
    const [one, other] = pair
    people = [...people.filter((person) => person !== one && person !== other), join(one, other)]
  }
  for (const [number, { voices }] of people.entries())
    for (const { window, voice } of voices) (numbers[window] ?? [])[voice] = number
  return numbers
}

function nearest(people: readonly Person[], below: number): readonly [Person, Person] | null {
  let best: readonly [Person, Person] | null = null
  let least = below
  for (const [index, one] of people.entries()) {
    for (const other of people.slice(index + 1)) {
      if (!one.windows.isDisjointFrom(other.windows)) continue
      const distance = cosineDistance(one.sum, other.sum)
      if (distance >= least) continue
      best = [one, other]
      least = distance
    }
  }
  return best
}

function join(one: Person, other: Person): Person {
  return {
    sum: one.sum.map((value, index) => value + (other.sum[index] ?? 0)),
    windows: one.windows.union(other.windows),
    voices: [...one.voices, ...other.voices],
  }
}

/** 2 where one of them is nobody known. */
function cosineDistance(a: Float32Array, b: Float32Array): number {
  const [lengthA, lengthB] = [Math.hypot(...a), Math.hypot(...b)]
  if (lengthA === 0 || lengthB === 0) return 2
  const product = a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0)
  return 1 - product / (lengthA * lengthB)
}
