/**
 * Throughput of an upload and what it costs in memory: one file of random bytes is streamed to a server of its own
 * process, by multipart and by tus; beside it the same bytes are copied to the same disk.
 *   node bench/upload.ts [--gigabytes 4]
 */
import { randomFillSync } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { parseArgs } from 'node:util'
import { multipartBody } from '../src/cli/multipart.ts'
import { startServerProcess, type ServerProcess } from './support/server-process.ts'

const { values } = parseArgs({ options: { gigabytes: { type: 'string', default: '4' } } })
const pieceBytes = 1024 * 1024
const pieces = Math.round(Number(values.gigabytes) * 1024)
const sizeBytes = pieces * pieceBytes

const folder = await mkdtemp(join(tmpdir(), 'cuepoint-bench-'))
try {
  const copied = await secondsOf(() =>
    pipeline(Readable.from(bytes(1)), createWriteStream(join(folder, 'copy'), { flush: true })),
  )
  report('plain write to the disk', copied)
  await rm(join(folder, 'copy'))
  await measure('multipart', sendMultipart, 2)
  await measure('tus', sendTus, 3)
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function measure(
  name: string,
  send: (server: ServerProcess, seed: number) => Promise<void>,
  seed: number,
): Promise<void> {
  const library = join(folder, name)
  await using server = await startServerProcess(library, {
    CUEPOINT_TRANSCRIBER: 'none',
    CUEPOINT_EMBEDDER: 'none',
    CUEPOINT_WORKER: 'false',
  })
  // A small upload first: what the code itself needs is not the upload's.
  await fetch(`${server.address}/stats`)
  await server.forgetPeak()
  const before = await server.memory()
  const seconds = await secondsOf(() => send(server, seed))
  const after = await server.memory()
  report(name, seconds)
  console.log(
    `  memory ${before.residentMb} MB before, ${after.peakMb} MB at most: ${after.peakMb - before.residentMb} MB more`,
  )
}

async function sendMultipart({ address }: ServerProcess, seed: number): Promise<void> {
  const { headers, body } = multipartBody({
    fileName: 'random.mp4',
    sizeBytes,
    content: bytes(seed),
  })
  const response = await fetch(`${address}/videos/upload`, {
    method: 'POST',
    headers,
    body,
    duplex: 'half',
  })
  if (response.status !== 202) throw new Error(await response.text())
}

async function sendTus({ address }: ServerProcess, seed: number): Promise<void> {
  const version = { 'tus-resumable': '1.0.0' }
  const created = await fetch(`${address}/uploads`, {
    method: 'POST',
    headers: {
      ...version,
      'upload-length': String(sizeBytes),
      'upload-metadata': `filename ${Buffer.from('random.mp4').toString('base64')}`,
    },
  })
  const location = new URL(created.headers.get('location') ?? '', address)
  const response = await fetch(location, {
    method: 'PATCH',
    headers: {
      ...version,
      'content-type': 'application/offset+octet-stream',
      'upload-offset': '0',
    },
    body: ReadableStream.from(bytes(seed)),
    duplex: 'half',
  })
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
}

/** Random once, then shifted: as incompressible to a disk as anything, and no work for this process. */
async function* bytes(seed: number): AsyncGenerator<Uint8Array> {
  const piece = randomFillSync(new Uint8Array(pieceBytes))
  for (let index = 0; index < pieces; index += 1) {
    new DataView(piece.buffer).setFloat64(0, index + seed / 8)
    yield piece.slice()
    await Promise.resolve()
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1000
}

function report(name: string, seconds: number): void {
  console.log(
    `${name}: ${(sizeBytes / 1e9).toFixed(2)} GB in ${seconds.toFixed(1)} s, ${(sizeBytes / 1e6 / seconds).toFixed(0)} MB/s`,
  )
}
