import type { AnalyzedWord } from './analyze-text.ts'

/*
 * Conditions in PostgreSQL's tsquery, put together from terms, which are letters and digits only: nothing that a person
 * types can be an operator.
 */

export function anyOf(conditions: readonly string[]): string {
  return joined(conditions, ' | ')
}

export function allOf(conditions: readonly string[]): string {
  return joined(conditions, ' & ')
}

export function noneOf(condition: string): string {
  return `!(${condition})`
}

function joined(conditions: readonly string[], operator: string): string {
  const different = [...new Set(conditions)].filter((condition) => condition !== '')
  return different.length === 0 ? '' : `(${different.join(operator)})`
}

/** The words right behind one another. */
export function phraseOf(words: readonly AnalyzedWord[]): string {
  let phrase = ''
  let place = 0
  for (const word of words) {
    phrase += phrase === '' ? word.term : ` <${word.place - place}> ${word.term}`
    place = word.place
  }
  return `(${phrase})`
}
