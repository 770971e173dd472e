import { describe, expect, it } from 'vitest'
import { joinByteTokens, toByteTable } from './byte-tokens.ts'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/** What the recogniser gives for these bytes when it has the table of bytes. */
const asGiven = (bytes: Buffer) => bytes.toString('latin1')

describe('a table of bytes', () => {
  it('has a character for every byte of a token', () => {
    const table = toByteTable(`${base64(' ab')} 0\n${base64('客')} 1\n= 2\n`)
    const [space, han, none] = table.split('\n').map((line) => line.split(' '))
    expect(Buffer.from(space?.[0] ?? '', 'base64').toString()).toBe(' ab')
    expect(Buffer.from(han?.[0] ?? '', 'base64').toString()).toBe(asGiven(Buffer.from('客')))
    expect([space?.[1], han?.[1], none?.[1]]).toEqual(['0', '1', '2'])
  })
})

describe('tokens of bytes', () => {
  const bytes = Buffer.from('客観')
  const startOf = (index: number) => index

  it('are put together to whole characters with the time of their first byte', () => {
    const tokens = [
      ' a',
      asGiven(bytes.subarray(0, 3)),
      asGiven(bytes.subarray(3, 5)),
      asGiven(bytes.subarray(5)),
    ]
    expect(joinByteTokens(tokens, startOf)).toEqual([
      { text: ' a', start: 0 },
      { text: '客', start: 1 },
      { text: '観', start: 2 },
    ])
  })

  it('keep what is whole when a token ends within a character', () => {
    const tokens = [asGiven(bytes.subarray(0, 4)), asGiven(bytes.subarray(4))]
    expect(joinByteTokens(tokens, startOf)).toEqual([
      { text: '客', start: 0 },
      { text: '観', start: 1 },
    ])
  })

  it('lose bytes that are no character, and nothing else', () => {
    const joined = joinByteTokens(
      [asGiven(Buffer.from([0x20, 0xe5])), ' b', asGiven(bytes.subarray(0, 2))],
      startOf,
    )
    expect(joined.map(({ text }) => text).join('')).toBe('  b')
  })

  it('have no time where the model tells none', () => {
    expect(joinByteTokens([' a'], () => null)).toEqual([{ text: ' a', start: null }])
  })
})
