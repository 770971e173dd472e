/** The query with the word that looks most like `word` replaced by it. */
export function correctedQuery(query: string, word: string): string {
  const words = query.match(/[\p{L}\p{N}]+/gu) ?? []
  const [nearest] = words.toSorted((a, b) => likeness(b, word) - likeness(a, word))
  return nearest === undefined ? word : query.replace(nearest, word)
}

/** Share of the pairs of letters that both words have. */
function likeness(a: string, b: string): number {
  const [pairsOfA, pairsOfB] = [pairs(a), pairs(b)]
  const shared = [...pairsOfA].filter((pair) => pairsOfB.has(pair)).length
  return shared / Math.max(1, pairsOfA.size, pairsOfB.size)
}

function pairs(word: string): Set<string> {
  const letters = Array.from(` ${word.toLowerCase()} `)
  return new Set(letters.slice(1).map((letter, index) => `${letters[index] ?? ''}${letter}`))
}
