/** Runs of five letters: shorter ones are in every text, longer ones are broken by one wrong letter (docs/search.md). */
export const runLength = 5

/**
 * The letters of words one after another, as `a`–`z`: what a recogniser cut or joined wrongly still shares most runs of
 * letters with what was said. Letters of other scripts and digits get one of the 26 as well; a run of five hardly ever
 * meets another by chance.
 */
export function lettersOf(words: readonly string[]): string {
  let letters = ''
  for (const character of words.join('')) {
    const code = character.codePointAt(0) ?? 0
    letters += code >= 97 && code <= 122 ? character : String.fromCodePoint(97 + (code % 26))
  }
  return letters
}

/** Every run of five letters, each once, in order. */
export function letterRuns(letters: string): string[] {
  const runs = new Set<string>()
  for (let from = 0; from + runLength <= letters.length; from += 1)
    runs.add(letters.slice(from, from + runLength))
  return [...runs]
}
