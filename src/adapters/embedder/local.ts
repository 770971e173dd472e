import { MissingPartError } from '../../domain/errors.ts'
import type { EmbeddingRecipe } from '../../domain/embedding-space.ts'
import type { Embedder } from '../../ports/embedder.ts'
import { checkTexts } from './check-texts.ts'
import { startEmbeddingThread, type EmbeddingThread } from './embedding-thread.ts'
import type { SentenceModelFiles } from './sentence-model.ts'
import { createTwoLevelQueue } from './two-level-queue.ts'

/** Where the files of the model come from. */
export interface SentenceModelSource {
  /** Null: they have to be brought first. */
  locate(): Promise<SentenceModelFiles | null>
  /** Brings them, which can take minutes. Rejects with `model-missing` when that cannot be, or with the abort's reason. */
  bring(signal?: AbortSignal): Promise<SentenceModelFiles>
}

export interface LocalEmbedderConfig {
  readonly recipe: EmbeddingRecipe
  readonly model: SentenceModelSource
  /** Threads of one text's computation. */
  readonly threads: number
  /** The program of the thread; another one in tests of its death. */
  readonly threadScript?: URL
}

/**
 * Sentence embeddings by onnxruntime in a worker thread, loaded at first use. Texts are embedded one at a time: 8-bit
 * graphs give another vector in company, and batches bring no speed on a CPU. A question goes before all waiting
 * passages, and never waits for a download: it rejects with `model-missing` while the model is brought.
 */
export function createLocalEmbedder(config: LocalEmbedderConfig): Embedder {
  const { recipe, model } = config
  const queue = createTwoLevelQueue()
  let starting: Promise<EmbeddingThread> | null = null

  /** The running thread, or a new one where there is none or it has died. */
  const threadFor = async (files: SentenceModelFiles): Promise<EmbeddingThread> => {
    const running = await starting
    if (running?.isAlive) return running
    const { threads, threadScript } = config
    starting = startEmbeddingThread({ files, recipe: modelRecipe(recipe), threads }, threadScript)
    starting.catch(() => (starting = null))
    return starting
  }

  const filesFor = async (
    purpose: 'query' | 'passage',
    signal: AbortSignal | undefined,
  ): Promise<SentenceModelFiles> => {
    const files = await model.locate()
    if (files) return files
    if (purpose === 'passage') return model.bring(signal)
    // It goes on without the question.
    model.bring().catch(() => undefined)
    throw new MissingPartError(
      'model-missing',
      `The embedding model ${recipe.modelId} is not on this machine yet.`,
      `It is being brought if there is a network; "cuepoint models pull ${recipe.modelId}" shows how far it is.`,
    )
  }

  const embed: Embedder['embed'] = async (texts, purpose, signal) => {
    checkTexts(texts, maxBatch)
    signal?.throwIfAborted()
    if (texts.length === 0) return []
    const files = await filesFor(purpose, signal)
    const prefix = purpose === 'query' ? recipe.queryPrefix : recipe.passagePrefix
    const embedOne = async (text: string) => (await threadFor(files)).embed(prefix + text)
    const urgency = purpose === 'query' ? 'urgent' : 'patient'
    return Promise.all(texts.map((text) => queue.run(urgency, () => embedOne(text), signal)))
  }

  return {
    space: { modelId: recipe.modelId, dimensions: recipe.dimensions },
    maxBatch,
    noiseCosine: recipe.noiseCosine,
    embed,
    async [Symbol.asyncDispose]() {
      const running = await starting?.catch(() => null)
      await running?.[Symbol.asyncDispose]()
    },
  }
}

/** Small, so that what comes of a batch is saved every few seconds on a slow machine. */
const maxBatch = 32

function modelRecipe({ dimensions, pooling, maxTokens }: EmbeddingRecipe) {
  return { dimensions, pooling, maxTokens }
}
