import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { createLocalEmbedder } from '../src/adapters/embedder/local.ts'
import { embeddingModel } from '../src/models/model-table.ts'
import type { Embedder } from '../src/ports/embedder.ts'
import { offTopicQuestions } from './off-topic-questions.ts'

/**
 * Speed of an embedding model, and the cosine below which a passage is noise to it:
 * `node bench/embedding.ts all-MiniLM-L6-v2 [--limit MEETINGS]`, with weights in CUEPOINT_MODELS_DIR.
 *
 * Noise is what few questions off the topic reach with the best passage of all meetings of QMSum. For several shares of them
 * it tells what that costs: questions about the meetings that would find nothing by their meaning.
 */
const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { limit: { type: 'string' }, threads: { type: 'string', default: '1' } },
})
const shared = process.env['CUEPOINT_SHARED'] ?? resolve('../shared')
const modelsDirectory = process.env['CUEPOINT_MODELS_DIR'] ?? join(shared, 'models')

const meeting = z.object({
  meeting_transcripts: z.array(z.object({ content: z.string() })),
  specific_query_list: z.array(
    z.object({
      query: z.string(),
      relevant_text_span: z.array(z.tuple([z.coerce.number(), z.coerce.number()])),
    }),
  ),
})
type Meeting = z.infer<typeof meeting>

interface Passage {
  readonly meeting: number
  readonly firstTurn: number
  readonly lastTurn: number
  readonly text: string
}

const wordsInHalfAMinute = 80

const lines = (await readFile(join(shared, 'eval/qmsum/val.jsonl'), 'utf8')).trim().split('\n')
const meetings = lines.slice(0, Number(values.limit ?? lines.length)).map((line) => {
  return meeting.parse(JSON.parse(line))
})
for (const key of positionals) await measure(key)

async function measure(key: string): Promise<void> {
  const { recipe, weights, tokenizer } = embeddingModel(key)
  const folder = join(modelsDirectory, key)
  const files = { weights: join(folder, weights), tokenizer: join(folder, tokenizer) }
  const source = { locate: () => Promise.resolve(files), bring: () => Promise.resolve(files) }
  await using embedder = createLocalEmbedder({
    recipe,
    model: source,
    threads: Number(values.threads),
  })
  const loadSeconds = await secondsOf(() => embedder.embed(['load'], 'query'))

  const passages = meetings.flatMap(cutIntoPassages)
  let vectors: Float32Array[] = []
  const passageSeconds = await secondsOf(async () => {
    vectors = await embedAll(embedder, passages, 'passage')
  })
  const questions = meetings.flatMap(({ specific_query_list }, index) =>
    specific_query_list.map((question) => ({ ...question, meeting: index, text: question.query })),
  )
  let questionVectors: Float32Array[] = []
  const questionSeconds = await secondsOf(async () => {
    questionVectors = await embedAll(embedder, questions, 'query')
  })
  const strangers = await embedAll(
    embedder,
    offTopicQuestions.map((text) => ({ text })),
    'query',
  )

  const best = (question: Float32Array, among: readonly Float32Array[]) =>
    Math.max(...among.map((vector) => cosine(question, vector)))
  const offTopic = strangers.map((vector) => best(vector, vectors)).toSorted(ascending)
  const onTopic = questionVectors.map((vector) => best(vector, vectors)).toSorted(ascending)
  const answers = questions.map((question, i) => {
    const isAnswer = ({ meeting, firstTurn, lastTurn }: Passage) =>
      meeting === question.meeting &&
      question.relevant_text_span.some(([from, to]) => lastTurn >= from && firstTurn <= to)
    const right = vectors.filter((_, j) => passages[j] && isAnswer(passages[j]))
    return best(questionVectors[i] ?? new Float32Array(), right)
  })
  const below = (cosines: readonly number[], noise: number) =>
    percent(cosines.filter((value) => value < noise).length / cosines.length)

  console.log(`${key}: ${passages.length} passages, ${questions.length} questions`)
  console.log(
    `  load ${loadSeconds.toFixed(1)} s, ${rate(passages.length, passageSeconds)} passages/s`,
  )
  console.log(`  question ${((1000 * questionSeconds) / questions.length).toFixed(1)} ms`)
  console.log(`  best cosine, off topic: ${spread(offTopic)}`)
  console.log(`  best cosine, on topic:  ${spread(onTopic)}`)
  console.log(`  best right passage:     ${spread(answers.toSorted(ascending))}`)
  for (const share of [0.5, 0.75, 0.85, 0.95]) {
    const noise = quantile(offTopic, share)
    console.log(
      `  noise below ${noise.toFixed(3)}: ${below(offTopic, noise)} off topic find nothing, as do ${below(onTopic, noise)} on topic; ${below(answers, noise)} lose every right passage`,
    )
  }
}

function cutIntoPassages({ meeting_transcripts: turns }: Meeting, index: number): Passage[] {
  const words = turns.flatMap(({ content }, turn) =>
    content.split(/\s+/).map((word) => ({ word, turn })),
  )
  const passages: Passage[] = []
  for (let start = 0; start < words.length; start += wordsInHalfAMinute) {
    const part = words.slice(start, start + wordsInHalfAMinute)
    const text = part.map(({ word }) => word).join(' ')
    const firstTurn = part[0]?.turn ?? 0
    if (text.trim() !== '')
      passages.push({ meeting: index, firstTurn, lastTurn: part.at(-1)?.turn ?? firstTurn, text })
  }
  return passages
}

async function embedAll(
  embedder: Embedder,
  items: readonly { text: string }[],
  purpose: 'query' | 'passage',
): Promise<Float32Array[]> {
  const vectors: Float32Array[] = []
  for (let start = 0; start < items.length; start += embedder.maxBatch) {
    const texts = items.slice(start, start + embedder.maxBatch).map(({ text }) => text)
    vectors.push(...(await embedder.embed(texts, purpose)))
  }
  return vectors
}

function cosine(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, i) => sum + value * (b[i] ?? 0), 0)
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return (performance.now() - start) / 1000
}

function ascending(a: number, b: number): number {
  return a - b
}

function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN
}

function spread(sorted: readonly number[]): string {
  const shares = [0.02, 0.05, 0.5, 0.95]
  return shares.map((share) => `p${100 * share} ${quantile(sorted, share).toFixed(3)}`).join(', ')
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}

function rate(count: number, seconds: number): string {
  return (count / seconds).toFixed(0)
}
