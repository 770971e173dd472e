import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createLocalEmbedder } from '../../src/adapters/embedder/local.ts'
import type { SentenceModelFiles } from '../../src/adapters/embedder/sentence-model.ts'
import { MissingPartError } from '../../src/domain/errors.ts'
import type { EmbeddingRecipe } from '../../src/domain/embedding-space.ts'
import { embedderContract } from '../contracts/embedder.ts'
import { tinyEmbeddingModel, writeTinyEmbedder } from '../support/tiny-embedder.ts'

let folder: string
let files: SentenceModelFiles

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cuepoint-embedder-'))
  await writeTinyEmbedder(folder)
  files = {
    weights: join(folder, tinyEmbeddingModel.weights),
    tokenizer: join(folder, tinyEmbeddingModel.tokenizer),
  }
})
afterAll(() => rm(folder, { recursive: true }))

interface Changes {
  recipe?: Partial<EmbeddingRecipe>
  model?: Parameters<typeof createLocalEmbedder>[0]['model']
  threadScript?: URL
}

const openTiny = ({ recipe, model, threadScript }: Changes = {}) =>
  createLocalEmbedder({
    recipe: { ...tinyEmbeddingModel.recipe, ...recipe },
    model: model ?? { locate: () => Promise.resolve(files), bring: () => Promise.resolve(files) },
    threads: 1,
    ...(threadScript && { threadScript }),
  })

embedderContract('a local model, mean of tokens', () => Promise.resolve(openTiny()))
embedderContract('a local model, first token', () =>
  Promise.resolve(openTiny({ recipe: { pooling: 'first-token' } })),
)

describe('a local embedder', () => {
  it('puts the prefixes of the model in front of questions and passages', async () => {
    await using embedder = openTiny()
    await using bare = openTiny({ recipe: { queryPrefix: '', passagePrefix: '' } })
    const [question] = await embedder.embed(['birds'], 'query')
    const [passage] = await embedder.embed(['birds'], 'passage')
    expect([question]).toEqual(await bare.embed(['query: birds'], 'passage'))
    expect([passage]).toEqual(await bare.embed(['passage: birds'], 'query'))
    expect(question).not.toEqual(passage)
  })

  it('cuts to the tokens the model reads and keeps the one that closes the text', async () => {
    const prefixes = { queryPrefix: '', passagePrefix: '' }
    await using long = openTiny({ recipe: prefixes })
    await using short = openTiny({ recipe: { ...prefixes, maxTokens: 5 } })
    expect(await short.embed(['abcdefgh'], 'passage')).toEqual(await long.embed(['abc'], 'passage'))
  })

  it('answers a question before the passages that came first', async () => {
    await using embedder = openTiny()
    await embedder.embed(['loaded'], 'query')
    const order: string[] = []
    const passages = Array.from({ length: embedder.maxBatch }, (_, i) => `passage ${i}`)
    await Promise.all([
      embedder.embed(passages, 'passage').then(() => order.push('passages')),
      embedder.embed(['question'], 'query').then(() => order.push('question')),
    ])
    expect(order).toEqual(['question', 'passages'])
  })

  it('refuses a question while the model is brought, and brings it for a passage', async () => {
    let isHere = false
    await using embedder = openTiny({
      model: {
        locate: () => Promise.resolve(isHere ? files : null),
        bring: async () => {
          await Promise.resolve()
          isHere = true
          return files
        },
      },
    })
    await expect(embedder.embed(['question'], 'query')).rejects.toMatchObject({
      code: 'model-missing',
      retryable: 'when-available',
    })
    expect(await embedder.embed(['passage'], 'passage')).toHaveLength(1)
    expect(await embedder.embed(['question'], 'query')).toHaveLength(1)
  })

  it('waits for the model no longer than its passages are wanted', async () => {
    await using embedder = openTiny({
      model: {
        locate: () => Promise.resolve(null),
        bring: async (signal) => {
          if (signal?.aborted === false) await once(signal, 'abort')
          signal?.throwIfAborted()
          return files
        },
      },
    })
    const controller = new AbortController()
    const embedding = embedder.embed(['passage'], 'passage', controller.signal)
    controller.abort(new Error('not any more'))
    await expect(embedding).rejects.toThrow('not any more')
  })

  it('passes on why the model cannot be brought', async () => {
    const reason = new MissingPartError('model-missing', 'no network', 'find one')
    await using embedder = openTiny({
      model: { locate: () => Promise.resolve(null), bring: () => Promise.reject(reason) },
    })
    await expect(embedder.embed(['passage'], 'passage')).rejects.toBe(reason)
  })

  it.each(['end of the thread', 'thrown'])(
    'takes the death of its thread (%s) as passing and starts another one',
    async (deadly) => {
      const threadScript = new URL('../support/tiny-embedder-mortal.ts', import.meta.url)
      await using embedder = openTiny({ threadScript })
      const before = await embedder.embed(['text'], 'query')
      await expect(embedder.embed(['text', deadly], 'passage')).rejects.toMatchObject({
        code: 'embedder-stopped',
        retryable: 'soon',
      })
      expect(await embedder.embed(['text'], 'query')).toEqual(before)
    },
  )

  it.each([
    ['weights that are no model', { weights: 'broken.onnx' }],
    ['weights that are not there', { weights: 'absent.onnx' }],
    ['a tokenizer that is none', { tokenizer: 'broken.onnx' }],
  ])('waits for other files when it finds %s', async (_, names: Partial<SentenceModelFiles>) => {
    await writeFile(join(folder, 'broken.onnx'), 'this is not a model')
    const broken = {
      weights: names.weights ? join(folder, names.weights) : files.weights,
      tokenizer: names.tokenizer ? join(folder, names.tokenizer) : files.tokenizer,
    }
    await using embedder = openTiny({
      model: { locate: () => Promise.resolve(broken), bring: () => Promise.resolve(broken) },
    })
    await expect(embedder.embed(['text'], 'passage')).rejects.toMatchObject({
      code: 'model-unusable',
      retryable: 'when-available',
    })
  })

  it('says so when the model has other dimensions than its recipe', async () => {
    await using embedder = openTiny({ recipe: { dimensions: 384 } })
    await expect(embedder.embed(['text'], 'passage')).rejects.toThrow('384')
  })
})
