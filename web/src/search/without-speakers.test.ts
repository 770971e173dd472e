import { expect, it } from 'vitest'
import { withoutSpeakers } from './without-speakers.ts'

it.each([
  ['oven speaker:anna dough', 'oven dough'],
  ['Speaker:"Anna Schmidt" oven', 'oven'],
  ['oven speaker:“Anna Schmidt”', 'oven'],
  ['the loudspeaker: anna', 'the loudspeaker: anna'],
])('%j without its speakers is %j', (query, rest) => {
  expect(withoutSpeakers(query)).toBe(rest)
})
