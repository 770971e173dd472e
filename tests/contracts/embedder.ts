import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Embedder } from '../../src/ports/embedder.ts'

/** What every embedder promises; see the comments of the port. */
export function embedderContract(name: string, open: () => Promise<Embedder>): void {
  describe(`${name} as an embedder`, () => {
    let embedder: Embedder

    beforeAll(async () => {
      embedder = await open()
    })
    afterAll(() => embedder[Symbol.asyncDispose]())

    it('gives one vector of unit length for each text', async () => {
      const vectors = await embedder.embed(['the first text', 'the second one'], 'passage')
      expect(vectors).toHaveLength(2)
      for (const vector of vectors) {
        expect(vector).toBeInstanceOf(Float32Array)
        expect(vector).toHaveLength(embedder.space.dimensions)
        expect(Math.hypot(...vector)).toBeCloseTo(1, 5)
      }
    })

    it('gives the vectors in the order of the texts, whatever stands beside them', async () => {
      const texts = ['about birds', 'about taxes', 'about the weather of last year']
      const together = await embedder.embed(texts, 'passage')
      const alone = []
      for (const text of texts) alone.push(...(await embedder.embed([text], 'passage')))
      expect(together).toEqual(alone)
    })

    it('answers callers at the same time, each with its own vectors', async () => {
      const texts = ['one', 'two', 'three', 'four']
      const together = await Promise.all(texts.map((text) => embedder.embed([text], 'query')))
      for (const [i, text] of texts.entries())
        expect(together[i]).toEqual(await embedder.embed([text], 'query'))
    })

    it('gives nothing for nothing', async () => {
      expect(await embedder.embed([], 'passage')).toEqual([])
    })

    it('takes a full batch and refuses a larger one', async () => {
      const texts = Array.from({ length: embedder.maxBatch + 1 }, (_, i) => `text ${i}`)
      expect(await embedder.embed(texts.slice(1), 'passage')).toHaveLength(embedder.maxBatch)
      await expect(embedder.embed(texts, 'passage')).rejects.toMatchObject({
        code: 'invalid-input',
      })
    })

    it.each(['', '   ', '\n\t'])('refuses the blank text %j', async (blank) => {
      await expect(embedder.embed(['a', blank], 'query')).rejects.toMatchObject({
        code: 'invalid-input',
      })
    })

    it('cuts a text that is longer than the model reads', async () => {
      const long = 'the same words again and again '.repeat(4000)
      const [vector, same] = await embedder.embed([long, `${long} and an end`], 'passage')
      expect(vector).toEqual(same)
    })

    it.each(['🦜🦜🦜', 'NUL \u0000 inside', 'مرحبا بالعالم', '\ud800', '[SEP] [CLS]', 'รถไฟ 電車'])(
      'has a vector for %j',
      async (text) => {
        const [vector] = await embedder.embed([text], 'query')
        expect(Math.hypot(...(vector ?? []))).toBeCloseTo(1, 5)
      },
    )

    it('rejects with the reason of an abort, before and during the work, and works on', async () => {
      const texts = Array.from({ length: embedder.maxBatch }, (_, i) => `passage ${i}`)
      const reason = new Error('nobody waits any more')
      await expect(embedder.embed(texts, 'passage', AbortSignal.abort(reason))).rejects.toBe(reason)
      const controller = new AbortController()
      const embedding = embedder.embed(texts, 'passage', controller.signal)
      controller.abort(reason)
      await expect(embedding).rejects.toBe(reason)
      expect(await embedder.embed(['later'], 'query')).toHaveLength(1)
    })

    it('closes without having been used', async () => {
      const unused = await open()
      await unused[Symbol.asyncDispose]()
    })
  })
}
