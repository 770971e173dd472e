import { embeddingModels } from '../../models/embedding-models.ts'
import { modelName, oneOf, text, wholeNumber } from '../kinds.ts'
import type { Setting } from '../setting.ts'

/** How text becomes vectors. */
export const meaningSettings = {
  embedder: {
    variable: 'CUEPOINT_EMBEDDER',
    key: 'embedder',
    kind: oneOf('local', 'openai', 'none'),
    fallback: 'local',
    meaning:
      'What turns text into vectors: `local`, a model on this machine; `openai`, any server with `/v1/embeddings`; `none`, search by words only.',
  },
  embedModel: {
    variable: 'CUEPOINT_EMBED_MODEL',
    key: 'embed-model',
    kind: modelName(embeddingModels),
    fallback: 'multilingual-e5-small',
    meaning: 'Embedding model for `local`, a name from `cuepoint models list`.',
  },
  openaiEmbedModel: {
    variable: 'CUEPOINT_OPENAI_EMBED_MODEL',
    key: 'openai-embed-model',
    kind: text,
    fallback: 'text-embedding-3-small',
    meaning: 'Name of the model on that server.',
    only: 'with the embedder `openai`',
  },
  openaiEmbedDimensions: {
    variable: 'CUEPOINT_OPENAI_EMBED_DIMENSIONS',
    key: 'openai-embed-dimensions',
    kind: wholeNumber(1, 4000),
    fallbackInWords: "the model's own",
    meaning: 'Length of the vectors, where the model can shorten them.',
    only: 'with the embedder `openai`',
  },
} as const satisfies Record<string, Setting>
