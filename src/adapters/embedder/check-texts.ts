import { InvalidInputError } from '../../domain/errors.ts'

/** What every embedder refuses: more than one batch, and texts that say nothing. */
export function checkTexts(texts: readonly string[], maxBatch: number): void {
  if (texts.length > maxBatch)
    throw new InvalidInputError(`${texts.length} texts in one call; at most ${maxBatch} are taken.`)
  const blank = texts.findIndex((text) => text.trim() === '')
  if (blank >= 0) throw new InvalidInputError(`Text ${blank + 1} of ${texts.length} is blank.`)
}
