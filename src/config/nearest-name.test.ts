import { expect, it } from 'vitest'
import { nearestName } from './nearest-name.ts'

it('finds what was probably meant', () => {
  expect(nearestName('prot', ['host', 'port', 'worker'])).toBe('port')
  expect(nearestName('CUEPOINT_EMBEDDING', ['CUEPOINT_EMBEDDER', 'CUEPOINT_HOST'])).toBe(
    'CUEPOINT_EMBEDDER',
  )
})

it('guesses nothing when nothing is near', () => {
  expect(nearestName('colour', ['host', 'port'])).toBeNull()
})
