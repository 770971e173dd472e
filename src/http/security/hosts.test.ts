import { describe, expect, it } from 'vitest'
import { createHostCheck } from './hosts.ts'

describe('a server on loopback', () => {
  const isOwn = createHostCheck({ host: '127.0.0.1', publicUrl: null })

  it.each([
    '127.0.0.1',
    '127.0.0.1:8484',
    'localhost',
    'LOCALHOST:9000',
    '[::1]:8484',
    '127.8.0.1',
  ])('is known as %s', (host) => {
    expect(isOwn(host)).toBe(true)
  })

  it.each([
    undefined,
    '',
    'evil.example',
    'evil.example:8484',
    '192.168.1.5:8484',
    'localhost.evil.example',
    'localhost:8484@evil.example',
    'localhost:8484:1',
    '127.0.0.1.nip.io',
    '0.0.0.0:8484',
    '[::ffff:7f00:1]:8484',
    'localhost, evil.example',
  ])('is not known as %s', (host) => {
    expect(isOwn(host)).toBe(false)
  })
})

describe('a server for others', () => {
  const isOwn = createHostCheck({ host: '0.0.0.0', publicUrl: 'https://videos.example.org/' })

  it.each([
    'videos.example.org',
    'Videos.Example.org:443',
    '192.168.1.5:8484',
    'localhost',
    '[fe80::1]',
  ])('is known as %s, a name it was given or an address', (host) => {
    expect(isOwn(host)).toBe(true)
  })

  it('is not known by another name, which may only point here', () => {
    expect(isOwn('rebound.evil.example')).toBe(false)
  })
})
