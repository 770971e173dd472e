/**
 * A large library behind HTTP: how soon after a cold start the first search is answered, and how long searches take for
 * one asker and for eight at once. The library is one that bench/search.ts has made:
 *   node bench/search.ts --chunks 100000 --directory DIR/database
 *   node bench/serve.ts --data-dir DIR [--seconds 10]
 */
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { createApp, type App } from '../src/app/create-app.ts'
import { loadConfig } from '../src/config/config.ts'
import { createServer } from '../src/http/server.ts'
import type { Embedder } from '../src/ports/embedder.ts'
import { createCorpus } from './search-corpus.ts'
import { startServerProcess } from './support/server-process.ts'

const { values } = parseArgs({
  options: {
    'data-dir': { type: 'string', default: 'bench-library' },
    seconds: { type: 'string', default: '10' },
  },
})
const dataDirectory = resolve(values['data-dir'])
const withoutModels = { CUEPOINT_TRANSCRIBER: 'none', CUEPOINT_EMBEDDER: 'none' }
const dimensions = 384
const corpus = createCorpus(dimensions)
const questions = Array.from({ length: 200 }, (_, number) =>
  corpus.question((number * 7919) % 1000, (number * 31) % 100),
)

await measureColdStart()
await measureSearches()

async function measureColdStart(): Promise<void> {
  const startedAt = performance.now()
  await using server = await startServerProcess(dataDirectory, withoutModels)
  const listeningMs = performance.now() - startedAt
  const address = `${server.address}${searchPath(questions[0]?.text ?? '', 'keyword')}`
  const response = await fetch(address)
  await response.arrayBuffer()
  const firstMs = performance.now() - startedAt
  const { residentMb } = await server.memory()
  console.log(
    `cold start: listens after ${(listeningMs / 1000).toFixed(1)} s, first search answered after ${(firstMs / 1000).toFixed(1)} s (${response.status}), ${residentMb} MB`,
  )
}

async function measureSearches(): Promise<void> {
  const env = { ...withoutModels, CUEPOINT_DATA_DIR: dataDirectory, CUEPOINT_LOG_LEVEL: 'silent' }
  const config = loadConfig({ env: { ...process.env, ...env }, flags: {}, cwd: process.cwd() })
  const nothing = () => undefined
  const logger = { debug: nothing, info: nothing, warn: console.error, error: console.error }
  await using configured = await createApp(config, logger)
  const app: App = { ...configured, embedder: knownQuestions() }
  await using server = await createServer(app)
  const address = await server.listen({ host: '127.0.0.1', port: 0 })
  for (const mode of ['keyword', 'semantic', 'hybrid'])
    for (const connections of [1, 8]) await measure(address, mode, connections)
}

async function measure(address: string, mode: string, connections: number): Promise<void> {
  const { latency, requests, non2xx } = await autocannon({
    url: address,
    connections,
    duration: Number(values.seconds),
    // A thread of its own: what asks must not slow down what answers.
    workers: 1,
    requests: questions.map(({ text }) => ({ method: 'GET', path: searchPath(text, mode) })),
  })
  console.log(
    `${mode}, ${connections} at once: p50 ${latency.p50} ms, p99 ${latency.p99} ms, ${requests.average.toFixed(0)} a second, ${non2xx} failed`,
  )
}

function searchPath(text: string, mode: string): string {
  return `/search?${new URLSearchParams({ q: text, mode, limit: '10' }).toString()}`
}

/** The question's own embedding takes what its model takes; here it is known beforehand. */
function knownQuestions(): Embedder {
  const vectors = new Map(questions.map(({ text, vector }) => [text, vector]))
  return {
    space: { modelId: 'bench', dimensions },
    maxBatch: 1,
    noiseCosine: 0.3,
    embed: (texts) =>
      Promise.resolve(texts.map((text) => vectors.get(text) ?? new Float32Array(dimensions))),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  }
}
