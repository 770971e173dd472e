import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLocalEmbedder } from '../../src/adapters/embedder/local.ts'
import { embeddingModel } from '../../src/models/model-table.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { openEmptyPglite } from '../support/pglite-template.ts'
import { createSearchLibrary, spoken } from '../support/search-library.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

const models = ['all-MiniLM-L6-v2', 'multilingual-e5-small'] as const

for (const key of models) {
  const folder = sharedPath('models', key)
  describe.skipIf(folder === null)(`a search with ${key}${skipNote(folder)}`, () => {
    it('finds a spoken sentence by its meaning with none of its words', async () => {
      await using embedder = openReal(key, folder ?? '')
      await using database = await openEmptyPglite()
      const library = await createSearchLibrary(database)
      const add = (title: string, ...lines: string[]) =>
        library.add({ title, language: 'en', segments: spoken(...lines), embedder })
      await add(
        'Shop',
        'Refunds are paid within ten days of the return.',
        'You need the receipt, and the item has to be in its box.',
      )
      await add(
        'Kitchen',
        'The yeast makes the dough swell overnight.',
        'Then it goes into the oven.',
      )
      await add(
        'Travel',
        'The ferry to the island leaves twice a day.',
        'In winter there is only one boat, early in the morning.',
      )
      for (const mode of ['hybrid', 'semantic'] as const) {
        const { moments } = await library.search('how do I get my money back', { embedder, mode })
        expect(moments[0]?.video.title).toBe('Shop')
        expect(moments[0]?.matched).toEqual(['semantic'])
      }
      expect(await library.search('qwxzv blorptastic', { embedder })).toMatchObject({ total: 0 })
    })
  })
}

function openReal(key: string, folder: string): Embedder {
  const { recipe, weights, tokenizer } = embeddingModel(key)
  const files = { weights: join(folder, weights), tokenizer: join(folder, tokenizer) }
  const model = { locate: () => Promise.resolve(files), bring: () => Promise.resolve(files) }
  return createLocalEmbedder({ recipe, model, threads: 1 })
}
