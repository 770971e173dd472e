export interface Repairs {
  readonly encoding: string
  readonly isGuess: boolean
  readonly lost: number
  readonly unreadable: number
  readonly negative: number
  readonly backwards: number
  readonly misplaced: number
  readonly overlapping: number
}

/** What a person should know about the captions that were repaired, nothing when all was well. */
export function describeRepairs(repairs: Repairs): string[] {
  const { encoding, isGuess, lost } = repairs
  const said: [boolean, string][] = [
    [isGuess, `The captions do not say their encoding; they were read as ${encoding}.`],
    [
      lost > 0,
      `${lost} ${lost === 1 ? 'letter' : 'letters'} of the captions could not be read (as ${encoding}).`,
    ],
    [repairs.unreadable > 0, `${cues(repairs.unreadable)} left out: no readable time.`],
    [repairs.negative > 0, `${cues(repairs.negative)} moved to the start: the time was negative.`],
    [repairs.backwards > 0, `${cues(repairs.backwards)} given an end: it was not after the start.`],
    [repairs.misplaced > 0, `The captions were not in order of time and were sorted.`],
    [
      repairs.overlapping > 0,
      `${cues(repairs.overlapping)} shortened: the next began before the end.`,
    ],
  ]
  return said.filter(([isTrue]) => isTrue).map(([, words]) => words)
}

function cues(count: number): string {
  return count === 1 ? '1 cue was' : `${count} cues were`
}
