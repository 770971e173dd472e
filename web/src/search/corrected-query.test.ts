import { expect, it } from 'vitest'
import { correctedQuery } from './corrected-query.ts'

it('replaces the word that was mistyped', () => {
  expect(correctedQuery('colunbia', 'columbia')).toBe('columbia')
  expect(correctedQuery('the colunbia crew', 'columbia')).toBe('the columbia crew')
  expect(correctedQuery('"colunbia" -bus', 'columbia')).toBe('"columbia" -bus')
  expect(correctedQuery('!!', 'columbia')).toBe('columbia')
})
