import { describe, expect, it } from 'vitest'
import { cutPieces } from './cut-pieces.ts'

async function* chunks(...texts: readonly (string | Error)[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) {
    await Promise.resolve()
    if (text instanceof Error) throw text
    yield Buffer.from(text)
  }
}

async function pieces(
  content: AsyncIterable<Uint8Array>,
  wanted: (index: number) => number = () => 4,
): Promise<string[]> {
  const found: string[] = []
  for await (const piece of cutPieces(content, wanted)) found.push(piece.toString())
  return found
}

describe('cutting a stream into pieces', () => {
  it('gives each its size, wherever the chunks end', async () => {
    expect(await pieces(chunks('a', 'bcdefghijk', '', 'lm'))).toEqual(['abcd', 'efgh', 'ijkl', 'm'])
  })

  it('leaves nothing over when it ends with a piece', async () => {
    expect(await pieces(chunks('abcd', 'efgh'))).toEqual(['abcd', 'efgh'])
  })

  it('gives none for nothing', async () => {
    expect(await pieces(chunks())).toEqual([])
  })

  it('takes the size that is wanted of each', async () => {
    expect(await pieces(chunks('abcdefghij'), (index) => index + 1)).toEqual([
      'a',
      'bc',
      'def',
      'ghij',
    ])
  })

  it('gives what came before a failure, and then the failure', async () => {
    const found: string[] = []
    const failing = async () => {
      for await (const piece of cutPieces(chunks('abcde', 'f', new Error('cut')), () => 4))
        found.push(piece.toString())
    }
    await expect(failing()).rejects.toThrow('cut')
    expect(found).toEqual(['abcd', 'ef'])
  })
})
