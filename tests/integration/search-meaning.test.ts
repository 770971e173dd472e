import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { MissingPartError } from '../../src/domain/errors.ts'
import { createConceptEmbedder } from '../support/concept-embedder.ts'
import { testDatabases } from '../support/databases.ts'
import {
  createSearchLibrary,
  embedVideo,
  spoken,
  type SearchLibrary,
} from '../support/search-library.ts'

for (const testDatabase of testDatabases) {
  describe.skipIf(testDatabase.skip !== null)(`meaning on ${testDatabase.name}`, () => {
    const embedder = createConceptEmbedder()
    let library: SearchLibrary
    let shop = ''

    beforeAll(async () => {
      library = await createSearchLibrary(await testDatabase.open())
      shop = await library.add({
        title: 'Shop',
        language: 'en',
        embedder,
        segments: spoken(
          'Welcome to our help line.',
          'Please keep the receipt and the box.',
          'Every reimbursement is paid within ten days.',
        ),
      })
      await library.add({
        title: 'Beach',
        language: 'en',
        embedder,
        segments: spoken('The tide was low.', 'We heard the waves all night.'),
      })
      await library.add({
        title: 'Hund',
        language: 'de',
        embedder,
        segments: spoken('Der puppy ist braun.', 'Wir gehen spazieren.'),
      })
    })
    afterAll(() => library.database[Symbol.asyncDispose]())

    it('finds what was said in other words', async () => {
      const { moments, legs } = await library.search('refunds', { embedder })
      expect(moments.map(({ video, matched }) => [video.title, matched])).toEqual([
        ['Shop', ['semantic']],
      ])
      expect(legs.semantic).toMatchObject({ state: 'ok', coverage: 1 })
      expect(legs.keyword).toMatchObject({ state: 'ok', candidates: 0 })
    })

    it('jumps to the sentence that looks most like the question', async () => {
      const { moments } = await library.search('when are refunds payed, in how many days', {
        embedder,
        mode: 'semantic',
      })
      expect(moments[0]?.jumpTo).toBeCloseTo(9.75)
      expect(moments[0]?.matched).toEqual(['semantic'])
    })

    it('says nothing where neither a word nor a meaning is near', async () => {
      for (const mode of ['hybrid', 'semantic', 'keyword'] as const)
        expect(await library.search('violin', { embedder, mode })).toMatchObject({ total: 0 })
    })

    it('ranks what has both the word and the meaning before either', async () => {
      const { moments } = await library.search('tide and waves', { embedder })
      expect(moments[0]?.video.title).toBe('Beach')
      expect(moments[0]?.matched).toEqual(expect.arrayContaining(['keyword', 'semantic']))
      expect(moments[0]?.score).toBeCloseTo(1)
    })

    it('keeps to the filter, and to what is excluded', async () => {
      const search = async (options: object, text = 'dog') =>
        (await library.search(text, { embedder, ...options })).moments.map(
          ({ video }) => video.title,
        )
      expect(await search({})).toEqual(['Hund'])
      expect(await search({ languages: ['de'] })).toEqual(['Hund'])
      expect(await search({ languages: ['en'] })).toEqual([])
      expect(await search({ videoIds: [shop] })).toEqual([])
      expect(await search({}, 'dog -braun')).toEqual([])
      expect(await search({}, 'dog -braun money')).toEqual(['Shop'])
      expect(await search({ mode: 'semantic' }, 'dog "braun wir"')).toEqual(['Hund'])
    })

    it('asks only the legs of the mode', async () => {
      const keyword = await library.search('tide', { embedder, mode: 'keyword' })
      expect(keyword.legs.semantic).toMatchObject({
        state: 'off',
        reason: 'Not part of a search with mode=keyword.',
      })
      const semantic = await library.search('tide', { embedder, mode: 'semantic' })
      expect(semantic.legs).toMatchObject({ keyword: { state: 'off' }, letters: { state: 'off' } })
      expect(semantic.total).toBe(1)
    })

    it('says how much of the library has vectors', async () => {
      const segments = spoken('The hound is in the snow.')
      const kennel = await library.add({ title: 'Kennel', language: 'en', segments })
      const { legs, moments } = await library.search('hound', { embedder })
      expect(legs.semantic).toMatchObject({ state: 'partial', coverage: 0.75 })
      expect(legs.semantic.reason).toContain('75 %')
      expect(moments.map(({ video }) => video.title)).toEqual(
        expect.arrayContaining(['Kennel', 'Hund']),
      )
      await embedVideo(kennel, embedder, library)
      expect((await library.search('hound', { embedder })).legs.semantic).toMatchObject({
        state: 'ok',
        coverage: 1,
      })
      await library.database.query('delete from videos where id = $1', [kennel])
    })

    it('knows no vectors of another model', async () => {
      const other = createConceptEmbedder({ space: { modelId: 'other', dimensions: 7 } })
      const { legs, total } = await library.search('refunds', { embedder: other })
      expect(legs.semantic).toMatchObject({ state: 'partial', coverage: 0, candidates: 0 })
      expect(total).toBe(0)
    })

    it('goes on by words when the embedder fails, and says so', async () => {
      const failing = createConceptEmbedder({
        embed: () =>
          Promise.reject(
            new MissingPartError('model-missing', 'The model is not here.', 'Bring it.'),
          ),
      })
      const { legs, total } = await library.search('tide', { embedder: failing })
      expect(total).toBe(1)
      expect(legs.semantic).toMatchObject({
        state: 'failed',
        reason: 'The model is not here. Bring it.',
      })
      await expect(
        library.search('tide', { embedder: failing, mode: 'semantic' }),
      ).rejects.toMatchObject({ code: 'model-missing' })
    })

    it('goes on by words when the vector store fails', async () => {
      const vectorStore = {
        ...library.vectorStore,
        search: () => Promise.reject(new Error('gone')),
      }
      const { legs, total } = await library.search('tide', { embedder, vectorStore })
      expect(total).toBe(1)
      expect(legs.semantic).toMatchObject({ state: 'failed', reason: 'gone' })
    })

    it('says that there is no embedder', async () => {
      expect((await library.search('tide')).legs.semantic).toMatchObject({ state: 'off' })
      await expect(library.search('tide', { mode: 'semantic' })).rejects.toMatchObject({
        code: 'no-embedder',
        remedy: 'Set CUEPOINT_EMBEDDER=local, or search with mode=keyword.',
      })
    })

    it('stops with the reason of an abort', async () => {
      const reason = new Error('nobody waits')
      await expect(
        library.search('tide', { embedder, signal: AbortSignal.abort(reason) }),
      ).rejects.toBe(reason)
      const controller = new AbortController()
      const slow = createConceptEmbedder({
        embed: (_texts, _purpose, signal) => {
          controller.abort(reason)
          return Promise.reject(signal?.aborted === true ? reason : new Error('not aborted'))
        },
      })
      await expect(
        library.search('tide', { embedder: slow, signal: controller.signal }),
      ).rejects.toBe(reason)
    })
  })
}
