/** What was said against what was recognised. */
export interface WordErrors {
  /** Words that are wrong, missing or too many. */
  readonly errors: number
  readonly words: number
}

/** Case and punctuation do not count. In scripts without spaces characters are counted in place of words. */
export function wordErrors(said: string, recognised: string): WordErrors {
  const expected = unitsOf(said)
  return { errors: editDistance(expected, unitsOf(recognised)), words: expected.length }
}

function unitsOf(text: string): string[] {
  const plain = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/\[[^\]]*\]/g, ' ')
    .replaceAll('’', "'")
    .replaceAll(/[^\p{L}\p{M}\p{N}'\s]/gu, ' ')
  if (!/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(plain))
    return plain.split(/\s+/).filter((word) => word !== '')
  return Array.from(plain.replaceAll(/\s/gu, ''))
}

function editDistance(expected: readonly string[], found: readonly string[]): number {
  let row = Array.from({ length: found.length + 1 }, (_, column) => column)
  for (const [index, unit] of expected.entries()) {
    const next = [index + 1]
    for (const [column, other] of found.entries())
      next.push(
        Math.min(
          (row[column] ?? 0) + (unit === other ? 0 : 1),
          (row[column + 1] ?? 0) + 1,
          (next[column] ?? 0) + 1,
        ),
      )
    row = next
  }
  return row.at(-1) ?? 0
}
