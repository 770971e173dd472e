import { readFile } from 'node:fs/promises'
import { Tokenizer } from '@huggingface/tokenizers'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import type { EmbeddingRecipe } from '../../domain/embedding-space.ts'
import { pool } from './pooling.ts'

export interface SentenceModelFiles {
  /** ONNX graph that gives a vector for each token: float32 [1, tokens, dimensions] as its first output. */
  readonly weights: string
  /** `tokenizer.json` of Hugging Face's tokenizers. */
  readonly tokenizer: string
}

export type ModelRecipe = Pick<EmbeddingRecipe, 'dimensions' | 'pooling' | 'maxTokens'>

export interface SentenceModel {
  /** A vector of unit length. Blocks the thread it runs on. */
  embed(text: string): Promise<Float32Array>
  release(): Promise<void>
}

export async function loadSentenceModel(
  files: SentenceModelFiles,
  recipe: ModelRecipe,
  threads: number,
): Promise<SentenceModel> {
  const tokenizer = new Tokenizer(toObject(JSON.parse(await readFile(files.tokenizer, 'utf8'))), {})
  const session = await InferenceSession.create(files.weights, { intraOpNumThreads: threads })

  return {
    async embed(text) {
      const ids = cutTokens(tokenizer.encode(text).ids, recipe.maxTokens)
      const outputs = await session.run(feedFor(session.inputNames, ids))
      const hidden = outputs[session.outputNames[0] ?? '']
      const [, tokens, dimensions] = hidden?.dims ?? []
      if (
        !(hidden?.data instanceof Float32Array) ||
        tokens !== ids.length ||
        dimensions !== recipe.dimensions
      )
        throw new Error(
          `the model gives ${hidden?.type ?? 'nothing'} [${String(hidden?.dims)}], float32 [1, ${ids.length}, ${recipe.dimensions}] is needed`,
        )
      return pool(hidden.data, recipe.dimensions, recipe.pooling)
    },
    release: () => session.release(),
  }
}

/** Cuts before the last token, which closes the text ([SEP]); the tokenizer itself never cuts. */
function cutTokens(ids: readonly number[], maxTokens: number): readonly number[] {
  return ids.length <= maxTokens ? ids : [...ids.slice(0, maxTokens - 1), ...ids.slice(-1)]
}

/** What graphs ask for beside the tokens differs: some want segments (all zero for one text), some do not know them. */
function feedFor(inputNames: readonly string[], ids: readonly number[]): Record<string, Tensor> {
  const row = (valueAt: (index: number) => number) =>
    new Tensor(
      'int64',
      BigInt64Array.from(ids, (_, i) => BigInt(valueAt(i))),
      [1, ids.length],
    )
  const known: Readonly<Record<string, () => Tensor>> = {
    input_ids: () => row((i) => ids[i] ?? 0),
    attention_mask: () => row(() => 1),
    token_type_ids: () => row(() => 0),
    position_ids: () => row((i) => i),
  }
  return Object.fromEntries(
    inputNames.map((name) => {
      const make = known[name]
      if (!make) throw new Error(`the model has an input "${name}" that no sentence model has`)
      return [name, make()]
    }),
  )
}

function toObject(value: unknown): object {
  if (typeof value === 'object' && value !== null) return value
  throw new Error('tokenizer.json is not a JSON object')
}
