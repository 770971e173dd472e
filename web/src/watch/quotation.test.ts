import { expect, it } from 'vitest'
import { linkTo, quotation } from './quotation.ts'

it('links to a second and to a span', () => {
  expect(linkTo('id', { start: 754.8 }, 'http://host')).toBe('http://host/videos/id?t=754')
  expect(linkTo('id', { start: 1.2, end: 3.4 }, 'http://host')).toBe(
    'http://host/videos/id?t=1&end=4',
  )
})

it('quotes words with their source', () => {
  expect(quotation(' We lost\n contact. ', 'A talk', { start: 754 }, 'http://host/x')).toBe(
    '“We lost contact.”\nA talk, 12:34\nhttp://host/x',
  )
})
