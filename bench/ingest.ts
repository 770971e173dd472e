/**
 * How fast finished transcripts become searchable: videos of an hour each are posted to a server of its own process, and
 * the clock runs until the last one is ready.
 *   node bench/ingest.ts [--hours 100] [--embedder none|local] [--model all-MiniLM-L6-v2]
 * With `--workers 1,2,4` the library is on the PostgreSQL 18 of the tests, once for each number: everything is posted to a
 * process that only answers, then so many worker processes start, and at last the library is searched.
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { startPostgresServer } from '../tests/support/postgres-server.ts'
import { askAll } from './support/ask-all.ts'
import { meetingWords, sharedFolder } from './support/meetings.ts'
import { startServerProcess, startWorkerProcess } from './support/server-process.ts'

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '100' },
    embedder: { type: 'string', default: 'none' },
    model: { type: 'string', default: 'all-MiniLM-L6-v2' },
    workers: { type: 'string', default: '' },
  },
})
const hours = Number(values.hours)
const workerCounts = values.workers.split(',').filter(Boolean).map(Number)
const wordsPerSecond = 2.5
const wordsPerSegment = 12
const stats = z.object({ in_progress: z.number(), chunks: z.number(), failed: z.number() })
const settings = {
  CUEPOINT_TRANSCRIBER: 'none',
  CUEPOINT_EMBEDDER: values.embedder,
  CUEPOINT_EMBED_MODEL: values.model,
  CUEPOINT_MODELS_DIR: join(sharedFolder, 'models'),
}

const words = await meetingWords()
if (workerCounts.length === 0) await inFolder(embedded)
for (const count of workerCounts) await inFolder((folder) => onServer(folder, count))

async function embedded(folder: string): Promise<void> {
  await using server = await startServerProcess(folder, settings)
  const idle = await server.memory()
  const startedAt = performance.now()
  const postedSeconds = await postAll(server.address)
  const now = await untilReady(server.address)
  const seconds = (performance.now() - startedAt) / 1000
  const { residentMb, peakMb } = await server.memory()
  console.log(`${hours} hours of transcripts, embedder ${values.embedder}:`)
  console.log(`  taken in ${postedSeconds.toFixed(1)} s, all ready after ${seconds.toFixed(1)} s`)
  console.log(
    `  ${now.chunks} chunks, ${(now.chunks / seconds).toFixed(0)} a second; ${now.failed} failed`,
  )
  console.log(`  memory ${idle.residentMb} MB idle, ${residentMb} MB after, ${peakMb} MB at most`)
}

async function onServer(folder: string, workerCount: number): Promise<void> {
  await using postgres = await startPostgresServer('postgres-18')
  const shared = { ...settings, DATABASE_URL: await postgres.createDatabase() }
  await using server = await startServerProcess(folder, { ...shared, CUEPOINT_WORKER: 'false' })
  const postedSeconds = await postAll(server.address)
  await using workers = new AsyncDisposableStack()
  const startedAt = performance.now()
  for (let number = 0; number < workerCount; number += 1)
    workers.use(startWorkerProcess(join(folder, `worker-${number}`), shared))
  const now = await untilReady(server.address)
  const seconds = (performance.now() - startedAt) / 1000
  await workers.disposeAsync()
  console.log(`${hours} hours on PostgreSQL, embedder ${values.embedder}, workers ${workerCount}:`)
  console.log(
    `  taken in ${postedSeconds.toFixed(0)} s, then ready after ${seconds.toFixed(0)} s: ` +
      `${(now.chunks / seconds).toFixed(0)} chunks a second of ${now.chunks}; ${now.failed} failed`,
  )
  console.log(`  search: ${await askAll(server.address, words)}`)
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'cuepoint-bench-'))
  try {
    await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function untilReady(address: string): Promise<z.infer<typeof stats>> {
  for (;;) {
    const now = stats.parse(await (await fetch(`${address}/stats`)).json())
    if (now.in_progress === 0) return now
    await sleep(200)
  }
}

/** Resolves to the seconds that it took. */
async function postAll(address: string): Promise<number> {
  const startedAt = performance.now()
  for (let hour = 0; hour < hours; hour += 1) await post(address, hour)
  return (performance.now() - startedAt) / 1000
}

async function post(address: string, hour: number): Promise<void> {
  const response = await fetch(`${address}/videos`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      title: `Hour ${hour}`,
      language: 'en',
      transcript: { segments: segmentsOfHour(hour) },
    }),
  })
  if (response.status !== 202) throw new Error(await response.text())
}

function segmentsOfHour(hour: number): { start: number; end: number; text: string }[] {
  const count = Math.floor((3600 * wordsPerSecond) / wordsPerSegment)
  const secondsPerSegment = wordsPerSegment / wordsPerSecond
  return Array.from({ length: count }, (_, index) => {
    const first = (hour * 3600 * wordsPerSecond + index * wordsPerSegment) % words.length
    const said = Array.from(
      { length: wordsPerSegment },
      (_, offset) => words[(first + offset) % words.length],
    )
    const start = index * secondsPerSegment
    return { start, end: start + secondsPerSegment, text: said.join(' ') }
  })
}
