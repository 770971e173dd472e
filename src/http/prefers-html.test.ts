import { describe, expect, it } from 'vitest'
import { prefersHtml } from './prefers-html.ts'

describe('prefersHtml', () => {
  it.each([
    ['Chrome', 'text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8'],
    ['Firefox', 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'],
    ['a reader that would take JSON too', 'text/html, application/json;q=0.5'],
    ['any text', 'text/*'],
  ])('a person with %s gets the page', (_name, accept) => {
    expect(prefersHtml(accept)).toBe(true)
  })

  it.each([
    ['nothing', undefined],
    ['curl', '*/*'],
    ['fetch for JSON', 'application/json'],
    ['axios', 'application/json, text/plain, */*'],
    ['JSON before the page', 'application/json, text/html;q=0.9'],
    ['a picture', 'image/avif,image/webp,*/*;q=0.8'],
    ['no page at all', 'text/html;q=0, */*'],
    ['nonsense', ';;,q=,/'],
  ])('a program that asks with %s gets JSON', (_name, accept) => {
    expect(prefersHtml(accept)).toBe(false)
  })
})
