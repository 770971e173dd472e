import type { EmbedderConfig } from '../../config/parts/embedder-config.ts'
import { embeddingModel } from '../../models/model-table.ts'
import type { ModelStore } from '../../models/model-store.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { createLocalEmbedder } from './local.ts'
import { createOpenAiEmbedder } from './openai.ts'
import { modelFromStore } from './model-from-store.ts'

/** Null: no embedder, so searches go by words alone. */
export async function createEmbedder(
  config: EmbedderConfig,
  { models }: { models: ModelStore },
): Promise<Embedder | null> {
  switch (config.kind) {
    case 'local': {
      const row = embeddingModel(config.model)
      const model = modelFromStore(models, row)
      return createLocalEmbedder({ recipe: row.recipe, model, threads: config.threads })
    }
    case 'openai':
      return createOpenAiEmbedder(config)
    case 'none':
      return null
  }
}
