const consonants = ['b', 'd', 'f', 'g', 'k', 'm', 'p', 'z']

/** A word that no language has and no other number below 512 shares: `bobabux`, `bobadux`, … Stemming leaves it as it is. */
export function ownWord(number: number): string {
  const letter = (place: number) => consonants[Math.floor(number / 8 ** place) % 8] ?? ''
  return `${letter(2)}o${letter(1)}a${letter(0)}ux`
}

/** A linear congruential generator (Numerical Recipes), 0 to below 1: the same numbers for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
