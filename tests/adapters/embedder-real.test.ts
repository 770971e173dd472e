import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { createLocalEmbedder } from '../../src/adapters/embedder/local.ts'
import { embeddingModel } from '../../src/models/model-table.ts'
import type { Embedder } from '../../src/ports/embedder.ts'
import { embedderContract } from '../contracts/embedder.ts'
import { sharedPath, skipNote } from '../support/shared.ts'

function openReal(key: string, folder: string): Embedder {
  const { recipe, weights, tokenizer } = embeddingModel(key)
  const files = { weights: join(folder, weights), tokenizer: join(folder, tokenizer) }
  const model = { locate: () => Promise.resolve(files), bring: () => Promise.resolve(files) }
  return createLocalEmbedder({ recipe, model, threads: 1 })
}

function cosine(a: Float32Array | undefined, b: Float32Array | undefined): number {
  if (!a || !b) return NaN
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}

const minilm = sharedPath('models', 'all-MiniLM-L6-v2')
describe.skipIf(minilm === null)(`all-MiniLM-L6-v2${skipNote(minilm)}`, () => {
  const open = () => openReal('all-MiniLM-L6-v2', minilm ?? '')
  embedderContract('all-MiniLM-L6-v2', () => Promise.resolve(open()))

  it('puts an answer nearer to its question than what shares its words', async () => {
    await using embedder = open()
    const [question] = await embedder.embed(['How do I get my money back?'], 'query')
    const [answer, sameWords, other] = await embedder.embed(
      [
        'Refunds are paid within ten days of the return.',
        'I do get back home before the others.',
        'The comet comes round every seventy-six years.',
      ],
      'passage',
    )
    expect(cosine(question, answer)).toBeGreaterThan(cosine(question, sameWords) + 0.1)
    expect(cosine(question, answer)).toBeGreaterThan(cosine(question, other) + 0.3)
  })
})

const e5 = sharedPath('models', 'multilingual-e5-small')
describe.skipIf(e5 === null)(`multilingual-e5-small${skipNote(e5)}`, () => {
  const open = () => openReal('multilingual-e5-small', e5 ?? '')
  embedderContract('multilingual-e5-small', () => Promise.resolve(open()))

  it('finds the answer in another language', async () => {
    await using embedder = open()
    const passages = [
      'Wir haben das Budget für das nächste Jahr um zehn Prozent gekürzt.',
      'El volcán entró en erupción por la mañana.',
      'この列車は東京まで二時間かかります。',
    ]
    const vectors = await embedder.embed(passages, 'passage')
    const questions = [
      'What happened to next year’s budget?',
      'When did the volcano erupt?',
      'How long does the train to Tokyo take?',
    ]
    for (const [right, question] of questions.entries()) {
      const [vector] = await embedder.embed([question], 'query')
      const cosines = vectors.map((passage) => cosine(vector, passage))
      expect(cosines.indexOf(Math.max(...cosines)), question).toBe(right)
    }
  })
})
