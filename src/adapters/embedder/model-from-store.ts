import { join } from 'node:path'
import type { EmbeddingModel } from '../../models/model.ts'
import type { ModelStore } from '../../models/model-store.ts'
import type { SentenceModelSource } from './local.ts'

/** Finds and brings the files of a row of the model table. */
export function modelFromStore(
  models: Pick<ModelStore, 'locate' | 'ensure'>,
  { key, weights, tokenizer }: EmbeddingModel,
): SentenceModelSource {
  const filesIn = (folder: string) => ({
    weights: join(folder, weights),
    tokenizer: join(folder, tokenizer),
  })
  return {
    async locate() {
      const folder = await models.locate(key)
      return folder === null ? null : filesIn(folder)
    },
    bring: async (signal) => filesIn(await models.ensure(key, { signal })),
  }
}
