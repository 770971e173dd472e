import { expect, it } from 'vitest'
import { factsOf, overallWords, type Part } from './part-words.ts'

const part = (state: Part['state']): Part => ({
  name: 'files',
  state,
  summary: '',
  details: {},
  problem: null,
})

it('says in one sentence how the system stands', () => {
  expect(overallWords([part('ok'), part('off')])).toBe('Everything works.')
  expect(overallWords([part('failed'), part('attention'), part('attention')])).toBe(
    '1 part does not work, 2 ask for attention.',
  )
  expect(overallWords([part('attention')])).toBe('1 asks for attention.')
})

it('writes the facts of a part with their units', () => {
  const details = {
    free_bytes: 3.1e9,
    coverage: 0.829,
    works_here: true,
    chunks: 41230,
    gone: null,
  }
  expect(factsOf({ details })).toEqual([
    { name: 'Free', value: '3.1 GB' },
    { name: 'Coverage', value: '82 %' },
    { name: 'Works here', value: 'yes' },
    { name: 'Chunks', value: '41,230' },
  ])
})
