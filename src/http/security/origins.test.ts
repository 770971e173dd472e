import { describe, expect, it } from 'vitest'
import { createOriginCheck } from './origins.ts'

const host = 'localhost:8484'

describe('a request', () => {
  const isOwn = createOriginCheck(null)

  it.each([
    ['of a program', {}],
    ['of its own page', { origin: 'http://localhost:8484', 'sec-fetch-site': 'same-origin' }],
    ['of its own page through TLS', { origin: 'https://localhost:8484' }],
    ['of an address that a person typed', { 'sec-fetch-site': 'none' }],
  ])('%s is served', (_who, headers) => {
    expect(isOwn({ host, ...headers })).toBe(true)
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }],
    ['another site by an old browser', { origin: 'https://evil.example' }],
    ['another program of this machine', { origin: 'http://localhost:3000' }],
    ['its default port', { origin: 'http://localhost' }],
    ['the same machine by another name', { origin: 'http://127.0.0.1:8484' }],
    ['a sandbox', { origin: 'null' }],
    ['a picture on another site', { 'sec-fetch-site': 'cross-site' }],
    ['a picture of another port', { 'sec-fetch-site': 'same-site' }],
    ['nowhere', { origin: '' }],
  ])('of %s is not', (_who, headers) => {
    expect(isOwn({ host, ...headers })).toBe(false)
  })
})

it('the public address is its own behind a proxy that changes the host', () => {
  const isOwn = createOriginCheck('https://videos.example.org/cuepoint')
  expect(isOwn({ host, origin: 'https://videos.example.org' })).toBe(true)
  expect(isOwn({ host, origin: 'http://videos.example.org' })).toBe(false)
})
