/**
 * How fast finished transcripts become searchable: videos of an hour each are posted to a server of its own process, and
 * the clock runs until the last one is ready.
 *   node bench/ingest.ts [--hours 100] [--embedder none|local] [--model all-MiniLM-L6-v2]
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { meetingWords, sharedFolder } from './support/meetings.ts'
import { startServerProcess } from './support/server-process.ts'

const { values } = parseArgs({
  options: {
    hours: { type: 'string', default: '100' },
    embedder: { type: 'string', default: 'none' },
    model: { type: 'string', default: 'all-MiniLM-L6-v2' },
  },
})
const hours = Number(values.hours)
const wordsPerSecond = 2.5
const wordsPerSegment = 12
const stats = z.object({ in_progress: z.number(), chunks: z.number(), failed: z.number() })

const words = await meetingWords()
const folder = await mkdtemp(join(tmpdir(), 'cuepoint-bench-'))
try {
  await using server = await startServerProcess(folder, {
    CUEPOINT_TRANSCRIBER: 'none',
    CUEPOINT_EMBEDDER: values.embedder,
    CUEPOINT_EMBED_MODEL: values.model,
    CUEPOINT_MODELS_DIR: join(sharedFolder, 'models'),
  })
  const idle = await server.memory()
  const startedAt = performance.now()
  for (let hour = 0; hour < hours; hour += 1) await post(server.address, hour)
  const postedSeconds = (performance.now() - startedAt) / 1000
  let now = await readStats(server.address)
  while (now.in_progress > 0) {
    await sleep(200)
    now = await readStats(server.address)
  }
  const seconds = (performance.now() - startedAt) / 1000
  const { residentMb, peakMb } = await server.memory()
  console.log(`${hours} hours of transcripts, embedder ${values.embedder}:`)
  console.log(`  taken in ${postedSeconds.toFixed(1)} s, all ready after ${seconds.toFixed(1)} s`)
  console.log(
    `  ${now.chunks} chunks, ${(now.chunks / seconds).toFixed(0)} a second; ${now.failed} failed`,
  )
  console.log(`  memory ${idle.residentMb} MB idle, ${residentMb} MB after, ${peakMb} MB at most`)
} finally {
  await rm(folder, { recursive: true, force: true })
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

async function readStats(address: string): Promise<z.infer<typeof stats>> {
  return stats.parse(await (await fetch(`${address}/stats`)).json())
}
